package io.omnigate.core.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class VisitorIdTest {
  @Property
  void anIdIsVAndEightSymbols(@ForAll long seed) {
    VisitorId id = VisitorId.random(new Random(seed));
    assertTrue(id.value().matches("V-[0-9A-HJKMNP-TV-Z]{8}"), id.value());
    assertEquals(id, new VisitorId(id.value()));
  }

  @Property
  void aWrongCheckSymbolIsRefused(@ForAll long seed) {
    String id = VisitorId.random(new Random(seed)).value();
    char last = id.charAt(id.length() - 1);
    String wrong = id.substring(0, id.length() - 1) + (last == '0' ? '1' : '0');
    assertThrows(IllegalArgumentException.class, () -> new VisitorId(wrong));
  }

  @Property
  void anotherShapeIsRefused(@ForAll String text) {
    if (text.length() != 10) {
      assertThrows(IllegalArgumentException.class, () -> new VisitorId(text));
    }
  }
}
