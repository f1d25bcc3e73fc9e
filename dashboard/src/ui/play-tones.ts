// Plays tones with the browser's own synthesiser. Downloaded when somebody asks to hear a curve.
import type { Tone } from "./sonification.ts";

const loudness = 0.18;
/** Softens the edges of each tone: without it one hears clicks. */
const edgeSeconds = 0.012;

/** Begins at once. @returns how to stop it; `onEnd` is called when it is over, or stopped. */
export function playTones(tones: readonly Tone[], onEnd: () => void): () => void {
  const context = new AudioContext();
  const voice = context.createOscillator();
  const volume = context.createGain();
  const place = context.createStereoPanner();
  voice.type = "triangle";
  volume.gain.value = 0;
  voice.connect(volume).connect(place).connect(context.destination);
  const begin = context.currentTime + 0.05;
  for (const { at, seconds, pitch, pan } of tones) {
    const from = begin + at;
    voice.frequency.setValueAtTime(pitch, from);
    place.pan.setValueAtTime(pan * 0.8, from);
    volume.gain.setTargetAtTime(loudness, from, edgeSeconds / 3);
    volume.gain.setTargetAtTime(0, from + seconds - edgeSeconds, edgeSeconds / 3);
  }
  const last = tones.at(-1);
  voice.onended = () => {
    void context.close();
    onEnd();
  };
  voice.start(begin);
  voice.stop(begin + (last === undefined ? 0 : last.at + last.seconds) + 0.1);
  return () => voice.stop();
}
