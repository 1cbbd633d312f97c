// Stands in for the browser's speech, and tells on the console what it was given to say, and which tones sounded.
({ voices, fails }) => {
    const say = console.log;
    class Utterance {
        constructor(text) { this.text = text; }
    }
    const engine = {
        getVoices: () => voices,
        cancel() {},
        addEventListener() {},
        speak(one) {
            say("SPOKEN", JSON.stringify([one.text, one.voice.name, one.rate]));
            setTimeout(() => (fails ? one.onerror({ error: fails }) : (one.onstart(), one.onend())), 5);
        },
    };
    Object.defineProperty(window, "speechSynthesis", { value: engine, configurable: true });
    Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance, configurable: true });
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...words) {
        say("TONE");
        return start.apply(this, words);
    };
}
