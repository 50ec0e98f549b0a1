"""The database: tables' base, transactions, the gapless feed and the rows that come down."""
