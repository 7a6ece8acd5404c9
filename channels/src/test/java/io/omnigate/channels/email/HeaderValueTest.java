package io.omnigate.channels.email;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of files as RFC 2231 has them, and as mail programs write them. */
class HeaderValueTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "filename=plain.txt | plain.txt",
        "filename=\"with; semicolon.txt\" | with; semicolon.txt",
        "filename=\"with \\\"quotes\\\".txt\" | with \"quotes\".txt",
        "filename=two words.txt | two words.txt",
        "FileName = x.txt | x.txt",
        "filename*=utf-8'en'%ce%b1.txt | α.txt",
        "filename*=ISO-8859-1''%e9t%e9.txt | été.txt",
        "filename*=''%ce%b1.txt | α.txt",
        "filename*=%ce%b1.txt | α.txt",
        "filename*=utf-8''bad%zz%4.txt | bad%zz%4.txt",
        "filename*0=one-; filename*1=two-; filename*2=three | one-two-three",
        "filename*1=two; filename*0=one- | one-two",
        "filename*0*=utf-8''%ce; filename*1*=%b1; filename*2=.txt | α.txt",
        "filename*0*=utf-8''%ce%b1; filename*1=\" & %41.txt\" | α & %41.txt",
        "filename=\"=?utf-8?B?zrE=?=.txt\" | α.txt",
        "filename=\"=?utf-8?Q?=CE?= =?utf-8?Q?=B1?=.txt\" | α.txt",
        "filename=first.txt; filename=second.txt | first.txt",
        "filename= | ``",
        "name=x.txt | ``",
      })
  void aFileHasTheNameThatIsMeant(String parameters, String name) {
    HeaderValue value = HeaderValue.parse("attachment; " + parameters);
    assertEquals("attachment", value.value());
    assertEquals(name, value.parameter("filename"));
  }

  @Test
  void aHeaderWithoutParametersIsItsValue() {
    assertEquals("inline", HeaderValue.parse(" Inline ").value());
    assertEquals("", HeaderValue.parse("").value());
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "a=b;", "filename*9999999999=x;", "\"", "\\", "filename*0*=%;", "'"})
  void nothingTakesLong(String piece) {
    String header = "a/b; " + piece.repeat(200_000);
    assertTimeoutPreemptively(Duration.ofSeconds(3), () -> HeaderValue.parse(header));
  }
}
