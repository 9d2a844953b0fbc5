package hearth.web.chat;

import hearth.web.client.Elements;
import hearth.web.client.Profile;
import hearth.web.client.Words;
import org.teavm.jso.dom.html.HTMLElement;

/** What an answer's time went into, as tables that are folded away. */
final class ProfileTable {
    private static final String NOTHING = "–";

    private ProfileTable() {
    }

    static HTMLElement of(Profile profile) {
        HTMLElement details = Elements.of("details", "profile");
        details.appendChild(Elements.text("summary", "", "Profile"));
        append(details, "Prompt", profile.getPrefill());
        append(details, "Answer", profile.getDecode());
        return details;
    }

    private static void append(HTMLElement details, String name, Profile.Phase phase) {
        if (phase.getTokens() > 0) {
            details.appendChild(table(name, phase));
        }
    }

    private static HTMLElement table(String name, Profile.Phase phase) {
        HTMLElement table = Elements.of("table", "");
        table.appendChild(Elements.text("caption", "", caption(name, phase)));
        HTMLElement head = row(table, "thead");
        for (String title : new String[] {"Operation", "ms per token", "GB/s", "Share"}) {
            HTMLElement cell = Elements.text("th", "", title);
            cell.setAttribute("scope", "col");
            head.appendChild(cell);
        }
        HTMLElement body = Elements.of("tbody", "");
        table.appendChild(body);
        double rest = phase.getMilliseconds() - phase.getWaitingMilliseconds();
        for (int i = 0; i < phase.getOperations().getLength(); i++) {
            Profile.Operation operation = phase.getOperations().get(i);
            boolean moves = operation.getBytes() > 0 && operation.getMilliseconds() > 0;
            String speed = moves ? Words.decimal(operation.getGigabytesPerSecond(), 2) : NOTHING;
            line(body, phase, operation.getName(), operation.getMilliseconds(), speed);
            rest -= operation.getMilliseconds();
        }
        line(body, phase, "waiting for threads", phase.getWaitingMilliseconds(), NOTHING);
        line(body, phase, "starting runs", Math.max(0, rest), NOTHING);
        return table;
    }

    private static String caption(String name, Profile.Phase phase) {
        return name + ": " + count(phase.getTokens(), "token") + " in " + count(phase.getRuns(), "run") + ", "
                + Words.decimal(phase.getMilliseconds(), 1) + " ms";
    }

    private static String count(int number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    private static void line(HTMLElement body, Profile.Phase phase, String name, double milliseconds, String speed) {
        HTMLElement line = Elements.of("tr", "");
        body.appendChild(line);
        HTMLElement heading = Elements.text("th", "", name);
        heading.setAttribute("scope", "row");
        line.appendChild(heading);
        double share = phase.getMilliseconds() > 0 ? 100 * milliseconds / phase.getMilliseconds() : 0;
        for (String text : new String[] {Words.decimal(milliseconds / phase.getTokens(), 3), speed, Words.decimal(share, 1) + " %"}) {
            line.appendChild(Elements.text("td", "", text));
        }
    }

    private static HTMLElement row(HTMLElement table, String part) {
        HTMLElement group = Elements.of(part, "");
        HTMLElement row = Elements.of("tr", "");
        group.appendChild(row);
        table.appendChild(group);
        return row;
    }
}
