"""Places, consignments, crates, planned rounds, and the orders they came from."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables."""
    _alias()
    _cooperative_setting()
    _import_file()
    _place()
    _round()
    _compartment()
    _consignment()
    _crate_move()
    _delivery_link()
    _import_reject()
    _import_scope()
    _round_stop()
    _crate()
    _order_line()


def _alias() -> None:
    op.create_table(
        "alias",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("target_id", sa.String(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("confirmed_at_ms", BIG, nullable=False),
        sa.PrimaryKeyConstraint("kind", "text", name=op.f("pk_alias")),
    )


def _cooperative_setting() -> None:
    op.create_table(
        "cooperative_setting",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_cooperative_setting")),
    )


def _import_file() -> None:
    op.create_table(
        "import_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("imported_at_ms", BIG, nullable=False),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.Column("order_count", sa.Integer(), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("amount_ttc_cents", BIG, nullable=False),
        sa.Column("reject_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
    )
    op.create_index(op.f("ix_import_file_sha256"), "import_file", ["sha256"])


def _place() -> None:
    op.create_table(
        "place",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("keeper_person_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    op.create_index(op.f("ix_place_keeper_person_id"), "place", ["keeper_person_id"])
    op.create_index(op.f("ix_place_name"), "place", ["name"])
    op.create_index(op.f("ix_place_role"), "place", ["role"])


def _round() -> None:
    op.create_table(
        "round",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("helper_person_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
    )
    op.create_index(op.f("ix_round_date"), "round", ["date"])
    op.create_index(op.f("ix_round_helper_person_id"), "round", ["helper_person_id"])


def _compartment() -> None:
    op.create_table(
        "compartment",
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=False),
        sa.Column("cold", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_compartment_place_id_place")),
        sa.PrimaryKeyConstraint("place_id", "id", name=op.f("pk_compartment")),
    )


def _consignment() -> None:
    op.create_table(
        "consignment",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("producer_id", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("turnover_ttc_cents", BIG, nullable=False),
        sa.Column("turnover_ht_cents", BIG, nullable=True),
        sa.Column("volume_ml", BIG, nullable=False),
        sa.Column("cls", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("crate_total", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_consignment_place_id_place")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_consignment")),
        sa.UniqueConstraint("id", name=op.f("uq_consignment_id")),
    )
    op.create_index(op.f("ix_consignment_date"), "consignment", ["date"])
    op.create_index(op.f("ix_consignment_place_id"), "consignment", ["place_id"])
    op.create_index(op.f("ix_consignment_producer_id"), "consignment", ["producer_id"])


def _crate_move() -> None:
    op.create_table(
        "crate_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("crate_code", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("from_place_id", sa.String(), nullable=False),
        sa.Column("to_place_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_place_id"], ["place.id"], name=op.f("fk_crate_move_from_place_id_place")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_crate_move_round_id_round")),
        sa.ForeignKeyConstraint(["to_place_id"], ["place.id"], name=op.f("fk_crate_move_to_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crate_move")),
        sa.UniqueConstraint("crate_code", "step", name=op.f("uq_crate_move_crate_code_step")),
    )
    op.create_index(op.f("ix_crate_move_round_id"), "crate_move", ["round_id"])


def _delivery_link() -> None:
    op.create_table(
        "delivery_link",
        sa.Column("producer_id", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("temperature_class", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_delivery_link_place_id_place")),
        sa.PrimaryKeyConstraint("producer_id", "place_id", "family", name=op.f("pk_delivery_link")),
    )


def _import_reject() -> None:
    op.create_table(
        "import_reject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_file.id"], name=op.f("fk_import_reject_import_id_import_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_reject")),
    )
    op.create_index(op.f("ix_import_reject_import_id"), "import_reject", ["import_id"])


def _import_scope() -> None:
    op.create_table(
        "import_scope",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("scope_key", sa.String(), nullable=False),
        sa.Column("group_key", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(), nullable=False),
        sa.Column("order_count", sa.Integer(), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("amount_ttc_cents", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_file.id"], name=op.f("fk_import_scope_import_id_import_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_scope")),
    )
    op.create_index(op.f("ix_import_scope_group_key"), "import_scope", ["group_key"])
    op.create_index("ix_import_scope_source_scope_key", "import_scope", ["source", "scope_key"], unique=True)


def _round_stop() -> None:
    op.create_table(
        "round_stop",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("planned_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_round_stop_place_id_place")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_stop_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "n", name=op.f("pk_round_stop")),
    )


def _crate() -> None:
    op.create_table(
        "crate",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("consignment_pk", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consignment_pk"], ["consignment.pk"], name=op.f("fk_crate_consignment_pk_consignment")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_crate")),
        sa.UniqueConstraint("code", name=op.f("uq_crate_code")),
        sa.UniqueConstraint("consignment_pk", "rank", name=op.f("uq_crate_consignment_pk_rank")),
    )


def _order_line() -> None:
    op.create_table(
        "order_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("order_ref", sa.String(), nullable=True),
        sa.Column("line_key", sa.String(), nullable=False),
        sa.Column("producer_id", sa.String(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("pickup_date", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=True),
        sa.Column("variant", sa.String(), nullable=True),
        sa.Column("quantity_thousandths", BIG, nullable=True),
        sa.Column("amount_ttc_cents", BIG, nullable=False),
        sa.Column("amount_ht_cents", BIG, nullable=True),
        sa.Column("vat_bp", sa.Integer(), nullable=True),
        sa.Column("volume_ml", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["scope_id"], ["import_scope.id"], name=op.f("fk_order_line_scope_id_import_scope")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
    )
    _order_line_indexes()


def _order_line_indexes() -> None:
    op.create_index(
        "ix_order_line_pickup_date_producer_place", "order_line", ["pickup_date", "producer_id", "place_id"]
    )
    op.create_index(op.f("ix_order_line_scope_id"), "order_line", ["scope_id"])
