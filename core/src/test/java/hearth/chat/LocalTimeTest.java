package hearth.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LocalTimeTest {
    private final Run run = new Run(TextMarks.NONE);

    @Test
    void formats() {
        LocalTime time = new LocalTime(LocalDateTime.of(2024, 2, 9, 0, 5, 7).toEpochSecond(ZoneOffset.UTC));
        assertEquals("Friday Fri February Feb Feb 2024 24 02 09  9 040 00 12 05 07 AM 2024-02-09 00:05:07 % 9 2 12",
                time.format(run, "%A %a %B %b %h %Y %y %m %d %e %j %H %I %M %S %p %F %T %% %-d %-m %-I"));
        assertEquals("12 PM", new LocalTime(12 * 3600).format(run, "%I %p"));
        assertEquals("100%", time.format(run, "100%"));
        assertThrows(ChatTemplateException.class, () -> time.format(run, "%Q"));
    }

    @Property(tries = 2000)
    void agreesWithTheCalendar(@ForAll @LongRange(min = -30_000_000_000L, max = 80_000_000_000L) long seconds) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("uuuu-MM-dd DDD EEEE hh a HH:mm:ss", Locale.ENGLISH);
        assertEquals(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC).format(format),
                new LocalTime(seconds).format(run, "%Y-%m-%d %j %A %I %p %H:%M:%S"));
    }

    @Test
    void nowIsTheLocalDate() {
        String before = LocalDate.now().toString();
        String rendered = ChatTemplate.parse("{{ strftime_now('%Y-%m-%d') }}").render(Map.of());
        assertTrue(rendered.equals(before) || rendered.equals(LocalDate.now().toString()), rendered);
    }
}
