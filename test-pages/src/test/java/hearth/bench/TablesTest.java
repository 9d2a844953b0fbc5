package hearth.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmark's tables, from samples that nobody measured. */
class TablesTest {
  private final Figures figures = new Figures();

  private void measured(String name, double... values) {
    for (double value : values) {
      figures.add(name, value);
    }
  }

  @Test
  void samplesShowTheirMedianAndSpread() {
    measured("odd", 3, 1, 2);
    measured("even", 4, 2);
    measured("once", 0.123);
    assertEquals("2.00 (1.00–3.00)", figures.text("odd"));
    assertEquals("3.00 (2.00–4.00)", figures.text("even"));
    assertEquals("0.12", figures.text("once"));
    assertEquals("–", figures.text("never"));
  }

  @Test
  void ratiosTellHowManyTimesBetterHearthIs() {
    measured(Measured.of(Measured.HEARTH, 1, Measured.DECODE), 20, 22, 21);
    measured(Measured.of(Measured.WLLAMA, 1, Measured.DECODE), 2, 3, 2.5);
    measured(Measured.of(Measured.HEARTH, 1, Measured.SECOND_LOAD), 2);
    measured(Measured.of(Measured.WLLAMA, 1, Measured.SECOND_LOAD), 7);
    String table = new PeersTable(figures).text(1);
    assertTrue(table.contains("| decode (32 tokens after 16), tokens/s; 1 thread | 21.0 (20.0–22.0) | 2.50 (2.00–3.00) | 8.40 × |"), table);
    assertTrue(table.contains("| load, second visit (from the device; native: from the file), s; 1 thread | 2.00 | 7.00 | 3.50 × |"), table);
    assertTrue(table.contains("| prefill of 512, tokens/s; 1 thread | – | – | – |"), table);
    assertFalse(table.contains("llama.cpp"), table);
  }

  @Test
  void barsAreReachedOrNot() {
    measured(Measured.of(Measured.HEARTH, 1, Measured.DECODE), 20);
    measured(Measured.of(Measured.WLLAMA, 1, Measured.DECODE), 2);
    measured(Measured.of(Measured.LLAMA, 1, Measured.DECODE), 19);
    measured(Measured.of(ModelFile.BASE.name(), 2, Measured.WAITING), 0.07);
    String table = new BarsTable(figures, true).text();
    assertTrue(table.contains("| decode to wllama's, 1 thread | 10.0 × | ≥ 6.50 × | yes |"), table);
    assertTrue(table.contains("| decode to native, 1 thread | 1.05 × | ≥ 1.10 × | no |"), table);
    assertTrue(table.contains("| share of a decode token's time at barriers, 2 threads | 7.00 % | ≤ 5.00 % | no |"), table);
    assertFalse(table.contains("prefill"), table);
  }

  @Test
  void aBiggerFileIsHeldToTheRatioOfItsBytes() {
    measured(Measured.of(ModelFile.BASE.name(), 1, Measured.DECODE), 20);
    measured(Measured.of(ModelFile.BIGGER.name(), 1, Measured.DECODE), 8);
    measured(Measured.of(ModelFile.BASE.name(), 1, Measured.MATRIX_MEGABYTES), 500);
    measured(Measured.of(ModelFile.BIGGER.name(), 1, Measured.MATRIX_MEGABYTES), 1200);
    String table = new BarsTable(figures, false).text();
    assertTrue(table.contains("2B Q4_0: decode to what its bytes predict, 1 thread | 0.96 × | ≥ 0.90 × | yes |"), table);
  }

  @Test
  void aProfileTellsThePaceOfItsMatrices() {
    Profile.Phase phase = new Profile.Phase(10, 10, 500, List.of(new Profile.Operation("matmul Q4_0", 100, 300, 4e9),
        new Profile.Operation("matmul Q6_K", 10, 100, 2e9), new Profile.Operation("sampling", 10, 50, 0)), 25);
    assertEquals(15, phase.matrixPace(), 1e-9);
    assertEquals(6e8, phase.matrixBytes(), 1e-3);
    assertEquals(0.05, phase.waitingShare(), 1e-9);
    String text = new Profile(phase, phase).text("a file");
    assertTrue(text.contains("Profile of decode, a file (10 tokens, 50.0 ms a token, 5.00 % at barriers)"), text);
    assertTrue(text.contains("| matmul Q4_0 | 30.0 | 60.0 | 13.3 |\n"), text);
    assertTrue(text.contains("| sampling | 5.00 | 10.0 |  |\n"), text);
  }

  @Test
  void wordsChooseWhatIsMeasured() {
    assertEquals(new Options(true, true, 3, 2), Options.of());
    assertEquals(new Options(false, false, 5, 1), Options.of("quick", "5", "1"));
    assertEquals(new Options(true, false, 3, 2), Options.of("peers"));
    assertEquals(new Options(false, true, 2, 2), Options.of("own", "2"));
    assertThrows(IllegalArgumentException.class, () -> Options.of("2", "quick"));
    assertThrows(IllegalArgumentException.class, () -> Options.of("0"));
  }
}
