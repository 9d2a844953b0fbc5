package hearth.text;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Well-formed texts in which what cutting and matching care about is frequent. */
final class TextDomain extends DomainContextBase {
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> anyCharacter = Arbitraries.integers().between(0, 0x10FFFF)
                .filter(codePoint -> codePoint < 0xD800 || codePoint > 0xDFFF).map(Character::toString);
        Arbitrary<String> ordinary = Arbitraries.of("a", "b", "e", "S", "the", "1", "42", " ", "  ", "\n", "\r\n", "\t", "\u00A0", "'",
                "'s", "'ll", ".", "!?", "\u0301", "\u00E9", "\u4F60", "\uD83D\uDE00", "\u0000", "\uFFFD", "<|im_end|>", "<think>", "<|", "|>");
        return Arbitraries.frequencyOf(Tuple.of(4, ordinary), Tuple.of(1, anyCharacter))
                .list().ofMaxSize(60).map(parts -> String.join("", parts));
    }
}
