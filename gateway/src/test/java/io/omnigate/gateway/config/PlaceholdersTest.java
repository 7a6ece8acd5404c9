package io.omnigate.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("NAME", "value", "EMPTY", "", "WILD", "a: $1 ${NAME}");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "${NAME}, value",
        "x${NAME}y${NAME}z, xvalueyvaluez",
        "${NAME:default}, value",
        "${NONE:default}, default",
        "${EMPTY:default}, default",
        "${NONE:http://h:1/p}, http://h:1/p",
        "$${NAME}, ${NAME}",
        "$NAME and $5, $NAME and $5",
        "${WILD}, a: $1 ${NAME}",
      })
  void aPlaceholderIsFilledFromTheEnvironmentOrItsDefault(String text, String filled) {
    assertEquals(
        Map.of("key", filled), new Placeholders(ENVIRONMENT::get).fill(Map.of("key", text)));
  }

  @Test
  void anEmptyDefaultLeavesTheKeyOut() {
    assertEquals(Map.of(), new Placeholders(ENVIRONMENT::get).fill(Map.of("key", "${NONE:}")));
  }

  @Test
  void listsAndSectionsAreFilledToTheirDepth() {
    Placeholders placeholders = new Placeholders(ENVIRONMENT::get);

    assertEquals(
        Map.of("a", Map.of("b", List.of("value", Map.of("c", "value")))),
        placeholders.fill(Map.of("a", Map.of("b", List.of("${NAME}", Map.of("c", "${NAME}"))))));
    assertTrue(placeholders.mistakes().isEmpty());
  }

  @Test
  void aVariableThatIsNotSetIsAMistakeAtItsKey() {
    Placeholders placeholders = new Placeholders(ENVIRONMENT::get);
    placeholders.fill(Map.of("a", Map.of("b", List.of("x", "${EMPTY}"))));

    assertEquals(
        Map.of("a.b[1]", "names the environment variable EMPTY, which is not set"),
        placeholders.mistakes());
  }
}
