"""The demonstration on stage: server and phone run on, and the terminal stops and starts the server."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from sync_server.demo.programs import Program, start_server

Say = Callable[[str], None]

WHAT_TO_TRY = """
  Téléphone de {helper} (fenêtre étroite, ou mode téléphone du navigateur) :
      {phone}
  Console de la coordinatrice (lien à usage unique) :
      {console}

À essayer :
  1. Sur le téléphone : ouvrir la tournée, un arrêt, toucher des caisses, « Tout sauf… ».
  2. Arrêter le serveur (« s » puis Entrée) et continuer la tournée : tout s'enregistre.
     Le relancer (« s » encore) : « À envoyer » se vide tout seul, rien n'est compté deux fois.
  3. « Mes commissions » puis « pourquoi ? » : chaque centime mène à ses scans.
  4. Dans la console : les écarts de la semaine 45, la chaîne d'une caisse, l'aperçu de 2026-11, un relevé.

« s » + Entrée : arrêter ou relancer le serveur.   « q » + Entrée ou Ctrl-C : tout arrêter.
"""


def keep_on_stage(server: Program, data_dir: Path, lines: Iterable[str], say: Say) -> Program:
    """Obeys the terminal until it asks to leave or closes; the server as it is then."""
    port = int(server.url.rsplit(":", 1)[1])
    for line in lines:
        match line.strip().lower():
            case "q":
                return server
            case "s" if server.is_running:
                server.stop()
                say("Serveur arrêté. Le téléphone continue seul. « s » pour le relancer.")
            case "s":
                server = start_server(data_dir, port)
                say(f"Serveur relancé : {server.url}")
            case _:
                say("« s » : arrêter ou relancer le serveur. « q » : tout arrêter.")
    return server


def typed_lines() -> Iterable[str]:
    """What is typed; without a terminal nothing ever is, and the demonstration stays until stopped."""
    while True:
        line = sys.stdin.readline()
        if not line:
            return
        yield line
