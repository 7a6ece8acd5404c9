package io.omnigate.core.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
  @Property
  void theNormalFormIsItsOwn(@ForAll("addresses") String address) {
    Optional<String> once = EmailAddress.normalise(address);
    assertTrue(once.isPresent(), address);
    assertEquals(once, EmailAddress.normalise(once.get()));
  }

  @Property
  void theDomainIsReadInAnyCase(@ForAll("addresses") String address) {
    int at = address.indexOf('@');
    String loud = address.substring(0, at) + address.substring(at).toUpperCase(Locale.ROOT);
    assertEquals(EmailAddress.normalise(address), EmailAddress.normalise(loud + "."));
  }

  @Property
  void anyTextIsReadOrRefusedWithoutFailing(@ForAll String text) {
    EmailAddress.normalise(text)
        .ifPresent(address -> assertEquals(1, address.chars().filter(c -> c == '@').count()));
  }

  @ParameterizedTest
  @CsvSource({
    "Ann@Example.COM, Ann@example.com",
    "ann+shop@example.com, ann+shop@example.com",
    "' ann@example.com ', ann@example.com",
    "ann@bücher.example, ann@xn--bcher-kva.example",
    "A.n.n+shop@gmail.com, ann@gmail.com",
    "Ann@googlemail.com, ann@gmail.com",
    "...@gmail.com, ...@gmail.com",
  })
  void anAddressHasOneNormalForm(String written, String normal) {
    assertEquals(Optional.of(normal), EmailAddress.normalise(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ann",
        "@example.com",
        "ann@",
        "ann@.",
        "a b@example.com",
        "a@b@example.com",
        "<ann@example.com>",
        "ann@exa mple.com",
        "ann@-x_.com",
        "ann,bob@example.com"
      })
  void whatIsNoPlainAddressIsRefused(String text) {
    assertEquals(Optional.empty(), EmailAddress.normalise(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ann@example.com", "a.nn@example.com", "ann+x@example.com"})
  void elsewhereTheLocalPartIsItsServersBusiness(String other) {
    assertNotEquals(EmailAddress.normalise("ann@example.com"), EmailAddress.normalise(other));
  }

  @ParameterizedTest
  @CsvSource({
    "Bob@example.net, bob@example.net, true",
    "BOB@example.net, bob@example.net, true",
    "bo\u017F@example.net, bos@example.net, false",
    "\u212A@example.net, k@example.net, false",
    "\u00C4nn@example.net, \u00E4nn@example.net, false",
    "b.ob@example.net, bob@example.net, false",
  })
  void addressesAreAlikeInEitherCaseOfAscii(String one, String other, boolean alike) {
    assertEquals(alike, EmailAddress.alike(one, other));
  }

  @Provide
  Arbitrary<String> addresses() {
    Arbitrary<String> locals =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withCharRange('A', 'Z')
            .withCharRange('0', '9')
            .withChars(".+-_'")
            .ofMinLength(1)
            .ofMaxLength(64);
    Arbitrary<String> labels =
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(20);
    Arbitrary<String> domains =
        Arbitraries.oneOf(labels.map(label -> label + ".example"), Arbitraries.just("gmail.com"));
    return locals.flatMap(local -> domains.map(domain -> local + '@' + domain));
  }
}
