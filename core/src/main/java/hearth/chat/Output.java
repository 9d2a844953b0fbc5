package hearth.chat;

/** Text that a render prints, within the render's limits. */
final class Output {
    private final Run run;
    private final StringBuilder text = new StringBuilder();

    Output(Run run) {
        this.run = run;
    }

    void print(String piece) {
        run.writes((long) text.length() + piece.length(), piece.length());
        text.append(piece);
    }

    String text() {
        return text.toString();
    }
}
