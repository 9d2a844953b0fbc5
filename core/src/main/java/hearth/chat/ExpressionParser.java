package hearth.chat;

import hearth.chat.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads expressions by recursive descent, with jinja2's precedence: {@code ~} binds more tightly than {@code +}. */
final class ExpressionParser {
    /** Deeper nesting is refused: a stack overflow cannot be caught in a browser. */
    private static final int MAX_DEPTH = 100;

    private final TokenStream tokens;
    private final Set<String> names = new HashSet<>();
    private int depth;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /** The names that expressions have mentioned so far. */
    Set<String> names() {
        return names;
    }

    /** Forgets the names and returns those that were known. */
    Set<String> takeNames() {
        Set<String> taken = new HashSet<>(names);
        names.clear();
        return taken;
    }

    void enter() {
        if (++depth > MAX_DEPTH) {
            throw ChatTemplateException.at(tokens.line(), "nested too deeply");
        }
    }

    void leave() {
        depth--;
    }

    /** An expression, or several with commas between them, which make a tuple. */
    Expression tuple(boolean conditional) {
        int line = tokens.line();
        List<Expression> items = new ArrayList<>();
        boolean commas = false;
        while (!atTupleEnd()) {
            items.add(conditional ? expression() : or());
            if (!tokens.takeOperator(",")) {
                break;
            }
            commas = true;
        }
        if (commas) {
            return new Literals.TupleOf(line, items);
        }
        if (items.isEmpty()) {
            throw tokens.unexpected("an expression");
        }
        return items.get(0);
    }

    private boolean atTupleEnd() {
        Kind kind = tokens.current().kind();
        return kind == Kind.PRINT_END || kind == Kind.BLOCK_END || tokens.isOperator(")");
    }

    Expression expression() {
        enter();
        int line = tokens.line();
        Expression value = or();
        while (tokens.takeName("if")) {
            Expression condition = or();
            Expression otherwise = tokens.takeName("else") ? expression() : null;
            value = new Operations.Conditional(line, condition, value, otherwise);
        }
        leave();
        return value;
    }

    private Expression or() {
        Expression left = and();
        for (int line = tokens.line(); tokens.takeName("or"); line = tokens.line()) {
            left = new Operations.Logic(line, false, left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        for (int line = tokens.line(); tokens.takeName("and"); line = tokens.line()) {
            left = new Operations.Logic(line, true, left, not());
        }
        return left;
    }

    private Expression not() {
        int line = tokens.line();
        if (!tokens.takeName("not")) {
            return comparison();
        }
        enter();
        Expression operand = not();
        leave();
        return new Operations.Not(line, operand);
    }

    private Expression comparison() {
        int line = tokens.line();
        Expression first = sum();
        List<String> operators = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        for (String operator = comparisonOperator(); operator != null; operator = comparisonOperator()) {
            operators.add(operator);
            others.add(sum());
        }
        return operators.isEmpty() ? first : new Operations.Comparison(line, first, operators, others);
    }

    private String comparisonOperator() {
        for (String operator : new String[] {"==", "!=", "<=", ">=", "<", ">"}) {
            if (tokens.takeOperator(operator)) {
                return operator;
            }
        }
        if (tokens.takeName("in")) {
            return "in";
        }
        if (tokens.isName("not") && tokens.following().isName("in")) {
            tokens.take();
            tokens.take();
            return "not in";
        }
        return null;
    }

    private Expression sum() {
        Expression left = concatenation();
        while (tokens.isOperator("+") || tokens.isOperator("-")) {
            Token operator = tokens.take();
            left = new Operations.Arithmetic(operator.line(), operator.text(), left, concatenation());
        }
        return left;
    }

    private Expression concatenation() {
        int line = tokens.line();
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(product());
        } while (tokens.takeOperator("~"));
        return parts.size() == 1 ? parts.get(0) : new Operations.Concatenation(line, parts);
    }

    private Expression product() {
        Expression left = power();
        while (tokens.isOperator("*") || tokens.isOperator("/") || tokens.isOperator("//") || tokens.isOperator("%")) {
            Token operator = tokens.take();
            left = new Operations.Arithmetic(operator.line(), operator.text(), left, power());
        }
        return left;
    }

    private Expression power() {
        Expression left = unary(true);
        while (tokens.isOperator("**")) {
            Token operator = tokens.take();
            left = new Operations.Arithmetic(operator.line(), operator.text(), left, unary(true));
        }
        return left;
    }

    private Expression unary(boolean filters) {
        Expression value;
        if (tokens.isOperator("-") || tokens.isOperator("+")) {
            Token sign = tokens.take();
            enter();
            value = new Operations.Sign(sign.line(), sign.text().equals("-"), unary(false));
            leave();
        } else {
            value = primary();
        }
        value = postfix(value);
        return filters ? filtersAndTests(value) : value;
    }

    Expression primary() {
        Token token = tokens.current();
        switch (token.kind()) {
            case NAME:
                tokens.take();
                return named(token);
            case STRING:
                return string();
            case NUMBER:
                tokens.take();
                return new Literals.Constant(token.line(), token.value());
            default:
                break;
        }
        if (tokens.isOperator("(")) {
            return bracketed();
        }
        if (tokens.isOperator("[")) {
            return list();
        }
        if (tokens.isOperator("{")) {
            return dict();
        }
        throw tokens.unexpected("an expression");
    }

    private Expression named(Token token) {
        switch (token.text()) {
            case "true":
            case "True":
                return new Literals.Constant(token.line(), true);
            case "false":
            case "False":
                return new Literals.Constant(token.line(), false);
            case "none":
            case "None":
                return new Literals.Constant(token.line(), null);
            default:
                names.add(token.text());
                return new Literals.Name(token.line(), token.text());
        }
    }

    /** Strings next to each other are one. */
    private Expression string() {
        int line = tokens.line();
        StringBuilder text = new StringBuilder();
        while (tokens.current().kind() == Kind.STRING) {
            text.append(tokens.take().text());
        }
        return new Literals.Constant(line, text.toString());
    }

    private Expression bracketed() {
        int line = tokens.take().line();
        if (tokens.takeOperator(")")) {
            return new Literals.TupleOf(line, List.of());
        }
        enter();
        Expression value = tuple(true);
        leave();
        tokens.expectOperator(")");
        return value;
    }

    private Expression list() {
        int line = tokens.take().line();
        List<Expression> items = new ArrayList<>();
        while (!tokens.isOperator("]")) {
            items.add(expression());
            if (!tokens.takeOperator(",")) {
                break;
            }
        }
        tokens.expectOperator("]");
        return new Literals.ListOf(line, items);
    }

    private Expression dict() {
        int line = tokens.take().line();
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.isOperator("}")) {
            keys.add(expression());
            tokens.expectOperator(":");
            values.add(expression());
            if (!tokens.takeOperator(",")) {
                break;
            }
        }
        tokens.expectOperator("}");
        return new Literals.DictOf(line, keys, values);
    }

    private Expression postfix(Expression start) {
        Expression value = start;
        while (true) {
            if (tokens.isOperator(".")) {
                value = member(value);
            } else if (tokens.isOperator("[")) {
                value = subscript(value);
            } else if (tokens.isOperator("(")) {
                int line = tokens.line();
                value = new Operations.Call(line, value, arguments());
            } else {
                return value;
            }
        }
    }

    private Expression member(Expression object) {
        int line = tokens.take().line();
        Token name = tokens.take();
        if (name.kind() == Kind.NAME) {
            return new Operations.AttributeOf(line, object, name.text());
        }
        if (name.kind() == Kind.NUMBER && name.value() instanceof Long) {
            return new Operations.ItemOf(line, object, new Literals.Constant(line, name.value()));
        }
        throw ChatTemplateException.at(line, "expected a name or a number after '.'");
    }

    private Expression subscript(Expression object) {
        int line = tokens.take().line();
        Expression start = tokens.isOperator(":") ? null : expression();
        if (start != null && tokens.takeOperator("]")) {
            return new Operations.ItemOf(line, object, start);
        }
        tokens.expectOperator(":");
        Expression stop = tokens.isOperator(":") || tokens.isOperator("]") ? null : expression();
        Expression step = null;
        if (tokens.takeOperator(":") && !tokens.isOperator("]")) {
            step = expression();
        }
        tokens.expectOperator("]");
        return new Operations.SliceOf(line, object, start, stop, step);
    }

    private Expression filtersAndTests(Expression start) {
        Expression value = start;
        while (true) {
            if (tokens.isOperator("|")) {
                FilterStep step = filter();
                value = new Operations.Filtered(step.line(), value, step);
            } else if (tokens.isName("is")) {
                value = test(value);
            } else if (tokens.isOperator("(")) {
                int line = tokens.line();
                value = new Operations.Call(line, value, arguments());
            } else {
                return value;
            }
        }
    }

    /** One filter with the {@code |} before it. */
    private FilterStep filter() {
        tokens.expectOperator("|");
        return filterAfterBar();
    }

    private FilterStep filterAfterBar() {
        int line = tokens.line();
        String name = dottedName();
        return new FilterStep(line, name, tokens.isOperator("(") ? arguments() : ArgumentList.NONE);
    }

    /** Filters in a row; before the first one there is no {@code |} where {@code bare}. */
    List<FilterStep> filters(boolean bare) {
        List<FilterStep> filters = new ArrayList<>();
        if (bare) {
            filters.add(filterAfterBar());
        }
        while (tokens.isOperator("|")) {
            filters.add(filter());
        }
        return filters;
    }

    private String dottedName() {
        StringBuilder name = new StringBuilder(tokens.expectAnyName());
        while (tokens.takeOperator(".")) {
            name.append('.').append(tokens.expectAnyName());
        }
        return name.toString();
    }

    private Expression test(Expression value) {
        int line = tokens.take().line();
        boolean negated = tokens.takeName("not");
        String name = dottedName();
        ArgumentList arguments = ArgumentList.NONE;
        if (tokens.isOperator("(")) {
            arguments = arguments();
        } else if (startsTestArgument()) {
            if (tokens.isName("is")) {
                throw ChatTemplateException.at(tokens.line(), "tests cannot be chained with 'is'");
            }
            arguments = ArgumentList.of(postfix(primary()));
        }
        Expression test = new Operations.Tested(line, value, name, arguments);
        return negated ? new Operations.Not(line, test) : test;
    }

    /** An argument without brackets: {@code is divisibleby 3}. */
    private boolean startsTestArgument() {
        Token token = tokens.current();
        if (token.kind() == Kind.NAME) {
            return !token.isName("else") && !token.isName("or") && !token.isName("and") && !token.isName("if");
        }
        return token.kind() == Kind.STRING || token.kind() == Kind.NUMBER || token.isOperator("[") || token.isOperator("{");
    }

    /** The arguments of a call, with their brackets. */
    ArgumentList arguments() {
        int line = tokens.line();
        tokens.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Expression> named = new ArrayList<>();
        Expression spread = null;
        Expression namedSpread = null;
        while (!tokens.isOperator(")")) {
            if (namedSpread != null) {
                throw ChatTemplateException.at(line, "an argument follows ** in a call");
            }
            if (tokens.takeOperator("**")) {
                namedSpread = expression();
            } else if (tokens.isOperator("*") && spread == null) {
                tokens.take();
                spread = expression();
            } else if (tokens.current().kind() == Kind.NAME && tokens.following().isOperator("=")) {
                names.add(tokens.take().text());
                tokens.take();
                named.add(expression());
            } else if (names.isEmpty() && spread == null) {
                positional.add(expression());
            } else {
                throw ChatTemplateException.at(line, "a positional argument follows a named one in a call");
            }
            if (!tokens.takeOperator(",")) {
                break;
            }
        }
        tokens.expectOperator(")");
        boolean none = positional.isEmpty() && names.isEmpty() && spread == null && namedSpread == null;
        return none ? ArgumentList.NONE : new ArgumentList(positional, names, named, spread, namedSpread);
    }
}
