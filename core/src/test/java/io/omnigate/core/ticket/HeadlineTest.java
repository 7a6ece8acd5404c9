package io.omnigate.core.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeadlineTest {
  @Test
  void aTextIsShownByItsBeginningOnOneLine() {
    assertEquals("a b c", Headline.oneLine("  a\r\n\tb  c \n", 5));
    assertEquals("abcd…", Headline.oneLine("abcdef", 5));
    assertEquals("abc…", Headline.oneLine("abc\uD83D\uDE00def", 5));
    assertEquals("", Headline.oneLine(" \n ", 5));
  }

  @Test
  void aSubjectIsMadeOfTheTextWhereNoneWasGiven() {
    assertEquals("Order 7", Headline.subject(" Order\n7 ", "Where is it?"));
    assertEquals("Where is it?", Headline.subject(" ", "Where is it?"));
  }
}
