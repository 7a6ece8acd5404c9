package io.omnigate.core.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
  @TempDir Path folder;

  static Stream<Arguments> shipped() {
    return Stream.of(Purpose.values())
        .flatMap(purpose -> Templates.LANGUAGES.stream().map(each -> Arguments.of(purpose, each)));
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyPurposeHasItsWordsInEveryLanguage(Purpose purpose, String language) {
    Templates.Chosen chosen =
        Templates.load(null, new ArrayList<>()).choose(purpose, "support", List.of(language));
    assertEquals(language, chosen.locale().getLanguage());
    Template.Filled filled =
        chosen
            .template()
            .fill(
                Map.of(
                    "ticket", "K7M2Q-9XD4T", "text", "T", "expected", "tomorrow", "link", "L:1"));
    assertTrue(filled.subject().contains("K7M2Q-9XD4T"), filled.subject());
    assertFalse((filled.subject() + filled.body()).contains("{{"), filled.body());
    assertFalse(filled.body().isBlank());
    assertEquals(purpose == Purpose.CONFIRMATION, filled.body().contains("L:1"), filled.body());
  }

  @Test
  void aQuestionWithoutItsLinkIsAMistake() throws Exception {
    write("confirmation.en.txt", "Subject: all\n\nall");
    List<String> mistakes = new ArrayList<>();
    Templates.load(folder, mistakes);
    assertTrue(mistakes.getFirst().endsWith("has no place {{link}}"), mistakes.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "acknowledgement, subject",
    "acknowledgement, link",
    "confirmation, subject",
    "reminder, expected",
    "closing, text",
    "answer, link",
    "answer, nonsense"
  })
  void aPlaceThatWouldAlwaysBeEmptyIsAMistakeThatNamesThoseThereAre(String purpose, String place)
      throws Exception {
    write(purpose + ".en.txt", "Subject: x\n\n{{" + place + "}}");
    List<String> mistakes = new ArrayList<>();
    Templates.load(folder, mistakes);
    assertEquals(1, mistakes.size(), mistakes.toString());
    assertTrue(
        mistakes.getFirst().contains("has the place {{" + place + "}}"), mistakes.toString());
    assertTrue(mistakes.getFirst().contains("there are: ticket, "), mistakes.toString());
  }

  @Test
  void theFirstLanguageThatThereIsIsTaken() {
    Templates templates = Templates.load(null, new ArrayList<>());
    assertEquals("el", language(templates, List.of("xx", "EL-gr", "nl")));
    assertEquals("cs", language(templates, List.of("", "-", "cs-CZ")));
    assertEquals("en", language(templates, List.of("xx")));
  }

  @Test
  void aFolderGoesBeforeWhatIsOnBoardAndADepartmentBeforeTheFolder() throws Exception {
    write("closing.en.txt", "Subject: all\n\nall");
    write("closing.de.txt", "Subject: deutsch\n\ndeutsch");
    write("billing/closing.en.txt", "Subject: billing\n\nbilling");
    List<String> mistakes = new ArrayList<>();
    Templates templates = Templates.load(folder, mistakes);
    assertEquals(List.of(), mistakes);
    assertEquals("all", body(templates, "support", "en"));
    assertEquals("billing", body(templates, "billing", "en"));
    assertEquals("deutsch", body(templates, "billing", "de"));
  }

  @Test
  void everyMistakeInTheFolderIsTold() throws Exception {
    write("closing.en.txt", "no subject");
    write("closing.nl.txt", "Subject: x\n\nan {{unknown}} place");
    write("closing.fi.txt", "Subject: x\n\n");
    write("goodbye.en.txt", "Subject: x\n\ny");
    write("readme.md", "x");
    List<String> mistakes = new ArrayList<>();
    Templates.load(folder, mistakes);
    assertEquals(5, mistakes.size(), mistakes.toString());
    Templates.load(folder.resolve("missing"), mistakes);
    assertEquals(6, mistakes.size());
  }

  @Test
  void aLineWithAnEmptyPlaceIsLeftOut() {
    Template template =
        Template.parse(
            "Subject: a {{ticket}}\n\nfirst\n\nby {{expected}}\n\nlast {{ticket}}\n",
            Purpose.ACKNOWLEDGEMENT);
    assertEquals("first\n\nlast T", template.fill(Map.of("ticket", "T")).body());
    assertEquals(
        "first\n\nby noon\n\nlast T",
        template.fill(Map.of("ticket", "T", "expected", "noon")).body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nBcc: x", "a\nb", "a\u0000b", "{{ticket}}", "$1 \\1"})
  void whatIsFilledInIsDataAndASubjectStaysOneLine(String value) {
    Template.Filled filled =
        Template.parse("Subject: s {{subject}}\n\nb {{text}}", Purpose.ANSWER)
            .fill(Map.of("subject", value, "text", value));
    assertFalse(filled.subject().chars().anyMatch(Character::isISOControl), filled.subject());
    assertEquals("b " + value, filled.body());
  }

  @Test
  void aTemplateWithoutASubjectIsNone() {
    assertThrows(IllegalArgumentException.class, () -> Template.parse("", Purpose.ANSWER));
  }

  private void write(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String language(Templates templates, List<String> wanted) {
    return templates.choose(Purpose.CLOSING, "support", wanted).locale().getLanguage();
  }

  private static String body(Templates templates, String department, String language) {
    return templates
        .choose(Purpose.CLOSING, department, List.of(language))
        .template()
        .fill(Map.of())
        .body();
  }
}
