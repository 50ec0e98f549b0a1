"""Writes the four sounds of a scan, told apart by rhythm and pitch: `python -m tools.sounds`."""

import math
import struct
import wave
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "mobile" / "assets" / "sounds"
RATE = 22_050
LOUD = 0.6 * 32_767
FADE_S = 0.008
# (frequency in Hz, or 0 for silence; seconds): one clear note, a falling pair, three low ones, a soft double.
SOUNDS: dict[str, tuple[tuple[int, float], ...]] = {
    "expected": ((1_320, 0.11),),
    "wrong_stop": ((880, 0.14), (0, 0.05), (520, 0.24)),
    "unknown": ((260, 0.16), (0, 0.06), (260, 0.16), (0, 0.06), (260, 0.22)),
    "already_done": ((700, 0.06), (0, 0.05), (700, 0.06)),
}


def _samples(frequency: int, seconds: float) -> list[int]:
    count = int(RATE * seconds)
    fade = int(RATE * FADE_S)
    return [
        int(
            LOUD
            * (math.sin(2 * math.pi * frequency * at / RATE) if frequency else 0.0)
            * min(1.0, at / fade, (count - at) / fade)
        )
        for at in range(count)
    ]


def sound(notes: tuple[tuple[int, float], ...]) -> bytes:
    """The notes one after the other, 16 bits, mono."""
    samples = [sample for note in notes for sample in _samples(*note)]
    return struct.pack(f"<{len(samples)}h", *samples)


def main() -> None:
    """Write them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, notes in SOUNDS.items():
        with wave.open(str(FOLDER / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(sound(notes))


if __name__ == "__main__":
    main()
