"""The demonstration on stage: server and phone run on, and the terminal stops and starts the server."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
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


@dataclass(slots=True)
class Stage:
    """The server under the terminal's orders."""

    server: Program
    data_dir: Path
    say: Say

    def obey(self, lines: Iterable[str]) -> bool:
        """Whether the lines asked to leave; False where they merely ended, as without a terminal."""
        for line in lines:
            match line.strip().lower():
                case "q":
                    return True
                case "s":
                    self._stop_or_start()
                case _:
                    self.say("« s » : arrêter ou relancer le serveur. « q » : tout arrêter.")
        return False

    def close(self) -> None:
        """Ends the server, whichever process it is by now."""
        self.server.stop()

    def _stop_or_start(self) -> None:
        if self.server.is_running:
            self.server.stop()
            self.say("Serveur arrêté. Le téléphone continue seul. « s » pour le relancer.")
            return
        self.server = start_server(self.data_dir, int(self.server.url.rsplit(":", 1)[1]))
        self.say(f"Serveur relancé : {self.server.url}")


def typed_lines() -> Iterable[str]:
    """What is typed; without a terminal nothing ever is, and the demonstration stays until stopped."""
    while True:
        line = sys.stdin.readline()
        if not line:
            return
        yield line
