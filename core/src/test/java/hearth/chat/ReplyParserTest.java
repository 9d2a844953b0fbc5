package hearth.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyParserTest {
    /** In the texts '/' stands for a newline. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = ';', value = {
        "true; plan/[end]//Hi; plan; Hi",
        "true; //plan//b//[end]Hi/; plan//b; Hi/",
        "true; plan; plan; ``",
        "true; plan//; plan; ``",
        "true; plan [en; plan [en; ``",
        "true; [end]//Hi; ``; Hi",
        "true; a[end]b[end]c; a; b[end]c",
        "true; a[begin]b[end]c; a[begin]b; c",
        "true; a[end]//  Hi; a; `  Hi`",
        "false; Hi; ``; Hi",
        "false; ` / Hi`; ``; ` / Hi`",
        "false; [begin]/plan/[end]//Hi; plan; Hi",
        "false; //[begin]/plan/[end]//Hi; plan; Hi",
        "false; [begin]plan; plan; ``",
        "false; Hi [begin]x[end]; ``; Hi [begin]x[end]",
        "false; [beg; ``; [beg",
        "false; [begone; ``; [begone",
        "false; [end]Hi; ``; [end]Hi",
        "false; ``; ``; ``",
        "true; ``; ``; ``",
        "false; //; ``; //",
        "true; //; ``; ``",
    })
    void splitsThoughtAndContent(boolean inThought, String reply, String thought, String content) {
        String text = expanded(reply);
        assertEquals(expanded(thought) + "|" + expanded(content), parsed(inThought, List.of(text)));
        assertEquals(expanded(thought) + "|" + expanded(content), parsed(inThought, List.of(text.split(""))));
    }

    private static String expanded(String text) {
        return text.replace("/", "\n").replace("[begin]", "<think>").replace("[end]", "</think>").replace("[beg", "<thi").replace("[en", "</th");
    }

    private static String parsed(boolean inThought, List<String> pieces) {
        ReplyParser parser = new ReplyParser(inThought);
        StringBuilder thought = new StringBuilder();
        StringBuilder content = new StringBuilder();
        for (String piece : pieces) {
            parser.accept(piece);
            thought.append(parser.takeThought());
            content.append(parser.takeContent());
        }
        parser.finish();
        return thought + parser.takeThought() + "|" + content + parser.takeContent();
    }

    @Test
    void piecesAreHandedOutAsSoonAsTheyAreSettled() {
        ReplyParser parser = new ReplyParser(true);
        parser.accept("one two\n");
        assertEquals("one two", parser.takeThought());
        parser.accept("\n<");
        assertEquals("", parser.takeThought());
        parser.accept("b");
        assertEquals("\n\n<b", parser.takeThought());
        parser.accept("\n</think");
        assertEquals("", parser.takeThought());
        parser.accept(">\n");
        parser.accept("\nHi");
        assertEquals("", parser.takeThought());
        assertEquals("Hi", parser.takeContent());
        parser.accept("\n");
        assertEquals("\n", parser.takeContent());
        ReplyParser plain = new ReplyParser(false);
        plain.accept("<thin");
        assertEquals("", plain.takeContent());
        plain.accept("g>");
        assertEquals("<thing>", plain.takeContent());
    }

    @Property(tries = 500)
    void theCutIntoPiecesDoesNotMatter(@ForAll("replies") List<String> pieces, @ForAll boolean inThought) {
        String whole = String.join("", pieces);
        String expected = parsed(inThought, List.of(whole));
        assertEquals(expected, parsed(inThought, pieces));
        assertFalse(inThought && whole.contains("</think>") && expected.substring(0, expected.indexOf('|')).contains("</think>"));
    }

    @Provide
    Arbitrary<List<String>> replies() {
        return Arbitraries.of("<", "think", ">", "/", "\n", "<think>", "</think>", "a", " ", "</th", "ink>", "\r\n").list().ofMaxSize(12);
    }
}
