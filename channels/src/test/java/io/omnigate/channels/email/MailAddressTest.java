package io.omnigate.channels.email;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "bob@example.net; ; bob@example.net",
        "Bob Lee <bob@example.net>; Bob Lee; bob@example.net",
        "\"Lee, Bob\" <bob@example.net>; Lee, Bob; bob@example.net",
        "\"Bob \\\"B\\\" Lee\" <bob@example.net>; Bob \"B\" Lee; bob@example.net",
        "\"Bob Lee\" bob@example.net; Bob Lee; bob@example.net",
        "Bob (of sales) <bob(there)@example.net>; Bob; bob@example.net",
        "<bob . lee @ example . net>; ; bob.lee@example.net",
        "\"bob\"@example.net; ; bob@example.net",
        "Bob <\"bob.lee\"@example.net>; Bob; bob.lee@example.net",
        "\"ann@example.com\" <bob@example.net>; ann@example.com; bob@example.net",
        "\"x <ann@example.com>\" <bob@example.net>; x <ann@example.com>; bob@example.net",
      })
  void aMailboxHasANameAndAnAddress(String header, String name, String address) {
    assertEquals(
        List.of(new MailAddress(name == null ? "" : name, address)), MailAddress.parse(header));
  }

  /** Without its quotes, or without its spaces, each would be the address of somebody else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"x bob\"@example.net",
        "Bob \"x bob\"@example.net",
        "<\"x bob\"@example.net>",
        "\"x. bob\"@example.net",
        "<\"x. bob\"@example.net>",
        "\"x\tbob\"@example.net",
        "<\"x\\\"bob\"@example.net>",
        "<\"x\\ bob\"@example.net>",
        "<x\"bob\"@example.net>",
        "<\"x@bob\"@example.net>",
        "<x bob@example.net>",
        "<bob@example.net x>",
        "\"bob@example.net\"",
        "\"bob@example.net\" <>",
        "\"Bob <bob@example.net>",
      })
  void whatCannotBeWrittenPlainlyIsNobodysAddress(String header) {
    assertEquals(List.of(), MailAddress.parse(header));
  }

  @Test
  void severalMailboxesAndGroupsAreOpened() {
    assertEquals(
        List.of(
            new MailAddress("", "a@example.net"),
            new MailAddress("B", "b@example.net"),
            new MailAddress("", "c@example.net")),
        MailAddress.parse("Team: a@example.net, \"B\" <b@example.net>; c@example.net"));
  }
}
