package hearth.chat;

import hearth.chat.Statement.Flow;
import hearth.chat.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the statements of a template. */
final class Parser {
    private static final List<String> UNSUPPORTED = List.of("include", "import", "from", "extends", "block", "autoescape", "trans", "debug", "do");

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private int loops;

    private Parser(TokenStream tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
    }

    /**
     * A template's statements.
     *
     * @param names the names that its expressions mention
     */
    record Template(Body body, Set<String> names) {
    }

    static Template parse(String source) {
        Parser parser = new Parser(new TokenStream(Lexer.tokenize(source)));
        Body body = parser.body(1, "");
        if (parser.tokens.current().kind() != Kind.END) {
            throw parser.tokens.unexpected("the end of the template");
        }
        return new Template(body, parser.expressions.names());
    }

    /**
     * Statements up to one of the tags; the block that the tag stands in is begun, the tag's name is the current token.
     *
     * @param opened line of the tag {@code owner} that the statements belong to
     */
    private Body body(int opened, String owner, String... ends) {
        expressions.enter();
        List<Statement> statements = new ArrayList<>();
        while (tokens.current().kind() != Kind.END) {
            Token token = tokens.take();
            if (token.kind() == Kind.TEXT) {
                statements.add(new Statements.Text(token.line(), token.text()));
            } else if (token.kind() == Kind.PRINT_BEGIN) {
                statements.add(new Statements.Print(token.line(), expressions.tuple(true)));
                tokens.expect(Kind.PRINT_END, "'}}'");
            } else {
                if (isOneOf(ends)) {
                    expressions.leave();
                    return new Body(statements);
                }
                statements.add(statement());
                tokens.expect(Kind.BLOCK_END, "'%}'");
            }
        }
        if (ends.length > 0) {
            throw ChatTemplateException.at(opened, "'" + owner + "' is not closed: '" + ends[ends.length - 1] + "' is missing");
        }
        expressions.leave();
        return new Body(statements);
    }

    private boolean isOneOf(String[] ends) {
        for (String end : ends) {
            if (tokens.isName(end)) {
                return true;
            }
        }
        return false;
    }

    /** The rest of a tag, then statements up to one of the tags. */
    private Body bodyAfterTag(int opened, String owner, String... ends) {
        tokens.takeOperator(":");
        tokens.expect(Kind.BLOCK_END, "'%}'");
        return body(opened, owner, ends);
    }

    /** A body that no jump can leave, since what it prints is kept. */
    private Body closedBody(int opened, String owner, String end) {
        int outer = loops;
        loops = 0;
        Body body = bodyAfterTag(opened, owner, end);
        tokens.take();
        loops = outer;
        return body;
    }

    private Statement statement() {
        Token tag = tokens.current();
        if (tag.kind() != Kind.NAME) {
            throw tokens.unexpected("the name of a tag");
        }
        tokens.take();
        switch (tag.text()) {
            case "if":
                return branches(tag.line());
            case "for":
                return loop(tag.line());
            case "set":
                return assignment(tag.line());
            case "macro":
                return macro(tag.line());
            case "call":
                return callBlock(tag.line());
            case "filter":
                return filterBlock(tag.line());
            case "with":
                return with(tag.line());
            case "print":
                return new Statements.Print(tag.line(), expressions.tuple(true));
            case "generation":
                return new Statements.Generation(tag.line(), closedBody(tag.line(), "generation", "endgeneration"));
            case "break":
                return jump(tag, Flow.BREAK);
            case "continue":
                return jump(tag, Flow.CONTINUE);
            default:
                throw ChatTemplateException.at(tag.line(), UNSUPPORTED.contains(tag.text())
                        ? "the tag '" + tag.text() + "' is not supported" : "unknown tag '" + tag.text() + "'");
        }
    }

    private Statement jump(Token tag, Flow flow) {
        if (loops == 0) {
            throw ChatTemplateException.at(tag.line(), "'" + tag.text() + "' outside a loop");
        }
        return new Statements.Jump(tag.line(), flow);
    }

    private Statement branches(int line) {
        List<Expression> conditions = new ArrayList<>();
        List<Body> branches = new ArrayList<>();
        while (true) {
            conditions.add(expressions.tuple(false));
            branches.add(bodyAfterTag(line, "if", "elif", "else", "endif"));
            Token end = tokens.take();
            if (end.isName("elif")) {
                continue;
            }
            Body otherwise = Body.EMPTY;
            if (end.isName("else")) {
                otherwise = bodyAfterTag(line, "if", "endif");
                tokens.take();
            }
            return new Statements.If(line, conditions, branches, otherwise);
        }
    }

    private Statement loop(int line) {
        Target target = target(false);
        tokens.expectName("in");
        Expression items = expressions.tuple(false);
        Expression condition = tokens.takeName("if") ? expressions.expression() : null;
        if (tokens.isName("recursive")) {
            throw ChatTemplateException.at(tokens.line(), "recursive loops are not supported");
        }
        loops++;
        Body body = bodyAfterTag(line, "for", "else", "endfor");
        loops--;
        Body otherwise = Body.EMPTY;
        if (tokens.take().isName("else")) {
            otherwise = bodyAfterTag(line, "for", "endfor");
            tokens.take();
        }
        return new Loop(line, target, items, condition, body, otherwise);
    }

    private Statement assignment(int line) {
        Target target = target(true);
        if (tokens.takeOperator("=")) {
            return new Statements.Assignment(line, target, expressions.tuple(true));
        }
        List<FilterStep> filters = expressions.filters(false);
        return new Statements.CapturedAssignment(line, target, filters, closedBody(line, "set", "endset"));
    }

    /** One target, or several with commas between them. */
    private Target target(boolean attributes) {
        List<Target> targets = new ArrayList<>();
        boolean several = false;
        do {
            if (several && (tokens.isOperator("=") || tokens.isName("in"))) {
                break;
            }
            targets.add(oneTarget(attributes));
            several |= tokens.isOperator(",");
        } while (tokens.takeOperator(","));
        return several ? new Target.Several(targets) : targets.get(0);
    }

    private Target oneTarget(boolean attributes) {
        if (tokens.takeOperator("(")) {
            expressions.enter();
            Target inner = target(attributes);
            expressions.leave();
            tokens.expectOperator(")");
            return inner;
        }
        Token name = tokens.current();
        String text = tokens.expectAnyName();
        if (attributes && tokens.takeOperator(".")) {
            return new Target.Attribute(text, tokens.expectAnyName());
        }
        if (List.of("true", "True", "false", "False", "none", "None").contains(text)) {
            throw ChatTemplateException.at(name.line(), "cannot assign to '" + text + "'");
        }
        return new Target.Variable(text);
    }

    private Statement macro(int line) {
        String name = tokens.expectAnyName();
        List<String> parameters = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        parameters(parameters, defaults);
        return definition(line, name, parameters, defaults, "endmacro");
    }

    /** The body of a macro or call block, with the names that it alone mentions. */
    private Macro.Definition definition(int line, String name, List<String> parameters, List<Expression> defaults, String end) {
        Set<String> outer = expressions.takeNames();
        Body body = closedBody(line, name == null ? "call" : "macro", end);
        Set<String> used = expressions.takeNames();
        expressions.names().addAll(outer);
        expressions.names().addAll(used);
        return new Macro.Definition(line, name, parameters, defaults, body, used);
    }

    private void parameters(List<String> parameters, List<Expression> defaults) {
        tokens.expectOperator("(");
        while (!tokens.isOperator(")")) {
            int line = tokens.line();
            parameters.add(tokens.expectAnyName());
            if (tokens.takeOperator("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw ChatTemplateException.at(line, "a parameter without a default follows one with a default");
            }
            if (!tokens.takeOperator(",")) {
                break;
            }
        }
        tokens.expectOperator(")");
    }

    private Statement callBlock(int line) {
        List<String> parameters = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        if (tokens.isOperator("(")) {
            parameters(parameters, defaults);
        }
        if (!(expressions.expression() instanceof Operations.Call call)) {
            throw ChatTemplateException.at(line, "'call' needs a call");
        }
        return new Macro.CallBlock(line, call, definition(line, null, parameters, defaults, "endcall"));
    }

    private Statement filterBlock(int line) {
        List<FilterStep> filters = expressions.filters(true);
        return new Statements.FilterBlock(line, filters, closedBody(line, "filter", "endfilter"));
    }

    private Statement with(int line) {
        List<Target> targets = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (tokens.current().kind() != Kind.BLOCK_END) {
            if (!targets.isEmpty()) {
                tokens.expectOperator(",");
            }
            targets.add(target(false));
            tokens.expectOperator("=");
            values.add(expressions.expression());
        }
        Body body = bodyAfterTag(line, "with", "endwith");
        tokens.take();
        return new Statements.With(line, targets, values, body);
    }
}
