package io.omnigate.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TextsTest {
  @Property(tries = 500)
  void everythingBecomesStorable(@ForAll String text) {
    for (String clean : new String[] {Texts.body(text), Texts.line(text), Texts.storable(text)}) {
      assertEquals(-1, clean.indexOf('\0'));
      assertEquals(
          clean, new String(clean.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }
  }

  @Property(tries = 500)
  void aLineIsShortAndOnOneLine(@ForAll String text, @ForAll @IntRange(min = 1, max = 50) int max) {
    String line = Texts.line(text, max);
    assertTrue(line.length() <= max);
    assertEquals(line.strip(), line);
    assertTrue(line.chars().noneMatch(Character::isISOControl));
  }

  @Property(tries = 500)
  void aFileNameIsNeverAPath(@ForAll String text) {
    String name = Texts.fileName(text, "file");
    assertFalse(name.isBlank());
    assertTrue(name.length() <= 150);
    assertTrue(name.chars().noneMatch(c -> "/\\:".indexOf(c) >= 0 || Character.isISOControl(c)));
    assertFalse(name.equals(".") || name.equals(".."));
  }

  @Test
  void aLongTextIsCutWhereItCanBeSeen() {
    String cut = Texts.body("\uD83D\uDE00".repeat(Texts.MAX_TEXT));
    assertTrue(cut.length() <= Texts.MAX_TEXT);
    assertTrue(cut.endsWith("kept in the raw message]"));
    assertFalse(cut.contains("\uFFFD"), "no pair is split");
  }

  @Test
  void whatIsFineIsLeftAlone() {
    String text = "Γειά\n\tσας \uD83D\uDE00";
    assertEquals(text, Texts.body(text));
    assertEquals("photo.png", Texts.fileName("photo.png", "x"));
  }

  @Test
  void aLongFileNameKeepsItsExtension() {
    assertTrue(Texts.fileName("x".repeat(4096) + ".PDF", "f").endsWith(".pdf"));
  }
}
