package hearth.chat;

import hearth.chat.Token.Kind;
import java.util.List;

/** The tokens of a template with a position in them. */
final class TokenStream {
    private final List<Token> tokens;
    private int position;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(position);
    }

    Token following() {
        return tokens.get(Math.min(position + 1, tokens.size() - 1));
    }

    int line() {
        return current().line();
    }

    /** The current token, which is passed. */
    Token take() {
        Token token = current();
        if (token.kind() != Kind.END) {
            position++;
        }
        return token;
    }

    boolean isName(String name) {
        return current().isName(name);
    }

    boolean isOperator(String operator) {
        return current().isOperator(operator);
    }

    boolean takeName(String name) {
        boolean found = isName(name);
        position += found ? 1 : 0;
        return found;
    }

    boolean takeOperator(String operator) {
        boolean found = isOperator(operator);
        position += found ? 1 : 0;
        return found;
    }

    void expectOperator(String operator) {
        if (!takeOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    void expectName(String name) {
        if (!takeName(name)) {
            throw unexpected("'" + name + "'");
        }
    }

    String expectAnyName() {
        if (current().kind() != Kind.NAME) {
            throw unexpected("a name");
        }
        return take().text();
    }

    void expect(Kind kind, String described) {
        if (current().kind() != kind) {
            throw unexpected(described);
        }
        position++;
    }

    ChatTemplateException unexpected(String expected) {
        return ChatTemplateException.at(line(), "expected " + expected + ", found " + current().described());
    }
}
