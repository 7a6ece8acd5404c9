package io.omnigate.core.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TicketIdTest {
  @Property
  void anIdHasTwoGroupsOfFive(@ForAll long seed) {
    String id = TicketId.random(new Random(seed)).value();
    assertTrue(id.matches("[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}"), id);
  }

  @Property
  void anIdIsReadAsPeopleTypeIt(@ForAll long seed) {
    TicketId id = TicketId.random(new Random(seed));
    String bare = id.value().replace("-", "");
    assertEquals(Optional.of(id), TicketId.parse(id.value()));
    assertEquals(Optional.of(id), TicketId.parse(bare.toLowerCase(Locale.ROOT)));
    assertEquals(Optional.of(id), TicketId.parse(bare.replace('0', 'O').replace('1', 'i')));
  }

  @Property
  void onlyTheCanonicalFormIsTakenAsItIs(@ForAll long seed) {
    String id = TicketId.random(new Random(seed)).value();
    String lower = id.toLowerCase(Locale.ROOT);
    assertThrows(IllegalArgumentException.class, () -> new TicketId(id.replace("-", "")));
    assertThrows(IllegalArgumentException.class, () -> new TicketId(' ' + id));
    if (!lower.equals(id)) {
      assertThrows(IllegalArgumentException.class, () -> new TicketId(lower));
    }
  }

  @Property
  void anyTextIsReadOrRefusedWithoutFailing(@ForAll String text) {
    TicketId.parse(text).ifPresent(id -> assertEquals(11, id.value().length()));
  }

  @Property
  void idsCompareAsTheirTextsDo(@ForAll long one, @ForAll long other) {
    TicketId first = TicketId.random(new Random(one));
    TicketId second = TicketId.random(new Random(other));
    assertEquals(first.value().compareTo(second.value()), first.compareTo(second));
  }

  @Example
  void aMistypedIdIsNone() {
    assertTrue(TicketId.parse("").isEmpty());
    assertTrue(TicketId.parse("AAAAA-AAAAA").isEmpty());
    assertTrue(TicketId.parse("AAAAA-AAAAU").isEmpty());
  }
}
