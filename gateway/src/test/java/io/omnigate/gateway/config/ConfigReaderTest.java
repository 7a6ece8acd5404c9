package io.omnigate.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.config.Section;
import io.omnigate.gateway.config.ConfigReader.PortOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
  @TempDir Path data;

  @Test
  void withoutAnyConfigurationThereAreMailChatAndFormAndOneAdmin() throws Exception {
    Reading reading = read("");
    reading.check();
    Config config = reading.config();

    assertEquals("http://localhost:8080", config.http().publicUrl());
    assertEquals("127.0.0.1", config.management().host());
    assertNull(config.database().url());
    assertNull(config.mail());
    assertEquals(
        List.of("channels.chat", "channels.form", "channels.mail"),
        reading.channels().stream().map(Section::path).sorted().toList());
    assertEquals(List.of(), config.agents());
    Section mail =
        reading.channels().stream().filter(it -> it.path().endsWith(".mail")).findFirst().get();
    assertEquals(
        Files.readString(data.resolve("secrets/mail.token")).strip(), mail.textOr("token", ""));
  }

  @Test
  void aSecondStartFindsTheSameSecrets() throws Exception {
    assertEquals(read("").config().secret(), read("").config().secret());
  }

  @Test
  void sectionsThatAreGivenNeedNoSecretsOfOurs() throws Exception {
    read("""
            secret: 0123456789abcdef
            agents: [{email: ann@example.com, token: t}]
            channels: {mail: {kind: email, token: t}}
            """)
        .config();

    assertFalse(Files.exists(data.resolve("secrets")));
  }

  @Test
  void allMistakesAreToldTogetherEachWithItsKey() {
    List<String> mistakes =
        mistakes(
            """
            http: {port: 80800, colour: blue}
            secret: short
            mail: {smtp: {startTls: maybe, user: u}, from: nobody}
            agents:
              - {email: no address, role: king, password: p}
              - {email: ann@example.com}
            departments: {Sales!: {name: Sales}}
            channels: {mail: {kind: email}}
            limits: {intakePending: many}
            logging: {level: loud}
            extra: 1
            """);

    List<String> keys = mistakes.stream().map(mistake -> mistake.split(" ")[0]).sorted().toList();
    assertEquals(
        List.of(
            "agents[0].email",
            "agents[0].role",
            "agents[1].password",
            "departments.Sales!",
            "extra",
            "http.colour",
            "http.port",
            "limits.intakePending",
            "logging.level",
            "mail.from",
            "mail.smtp.host",
            "mail.smtp.password",
            "mail.smtp.startTls",
            "secret"),
        keys);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http: {publicUrl: 'ftp://x'} | http.publicUrl has to be like https://support.example.com",
        "http: {publicUrl: 'http://x/y'} | http.publicUrl has to be like https",
        "http: [1] | http has to be a section",
        "http: {port: 9, port: 8} | line 1, column 17: found duplicate key port",
        "database: {url: 'mysql://h/d'} | database.url has to be like postgresql://",
        "database: {url: 'postgresql://h/'} | database.url has to be like postgresql://",
        "mail: {from: a@b.example, smtp: {host: h, startTls: optional, user: u, password: p}} | mail.smtp.startTls would show the password",
        "mail: {from: a@b.example, smtp: {host: h, implicitTls: true, startTls: disabled}} | mail.smtp.startTls has no meaning beside",
        "mail: {from: a@b.example, smtp: {host: h, trust: /no/such/file}} | mail.smtp.trust has to be a file of certificates",
        "management: {port: 8080} | management.port is the same as http.port",
        "secret: '${NO_SUCH}' | secret names the environment variable NO_SUCH, which is not set",
        "http: {port: '${NO_SUCH}'} | http.port names the environment variable NO_SUCH",
        "secret: 'a ${b c} of text' | secret has a ${ that does not begin ${NAME}",
        "agents: [{email: a@example.com, token: t}, {email: a@Example.com, token: u}]"
            + " | agents[1].email is given twice",
        "http: {port: [} | omnigate.yaml, line 1, column 15: expected the node content",
        "just a text | omnigate.yaml has to consist of sections",
        "contacts: {phoneRegion: Germany} | contacts.phoneRegion has to be two capital letters",
        "channels: {} | channels has to name at least one channel",
        "a: &x [*x] | Number of aliases",
        "a: !!java.net.URL [http://example.com] | Global tag is not allowed",
      })
  void eachMistakeSaysWhereItIsAndWhatIsRight(String yaml, String told) {
    List<String> mistakes = mistakes(yaml);

    assertEquals(1, mistakes.size(), mistakes.toString());
    assertTrue(mistakes.getFirst().contains(told), mistakes.toString());
  }

  @Test
  void aSyntaxErrorIsToldWithLineAndColumn() {
    List<String> mistakes = mistakes("http:\n  port: [8080\nsecret: x\n");

    assertTrue(
        mistakes.getFirst().matches("omnigate.yaml, line 3, column \\d+: .*"), mistakes.toString());
  }

  @Test
  void scalarsStayTheTextThatWasWritten() throws Exception {
    Reading reading =
        read("channels: {mail: {kind: email, token: 0123, also: no, and: 1e5, then: 12:30:00}}");
    Section mail = reading.channels().getFirst();

    assertEquals("0123", mail.textOr("token", ""));
    assertEquals("no", mail.textOr("also", ""));
    assertEquals("1e5", mail.textOr("and", ""));
    assertEquals("12:30:00", mail.textOr("then", ""));
  }

  @Test
  void aValueLeftEmptyCountsAsLeftOut() throws Exception {
    Reading reading = read("http: {port: '${UNSET:}'}\nsecret: ''\nmail:\n");
    reading.check();

    assertEquals(8080, reading.config().http().port());
    assertNull(reading.config().mail());
  }

  @Test
  void theCommandLineOutranksTheFileAndThePublicUrlFollows() throws Exception {
    ConfigReader reader = reader(Map.of());
    Config config = reader.text("x", "http: {port: 9000}", new PortOptions(9001, 9002)).config();

    assertEquals(9001, config.http().port());
    assertEquals("http://localhost:9001", config.http().publicUrl());
    assertEquals(9002, config.management().port());
  }

  @Test
  void portZeroIsAFreeOne() throws Exception {
    Config config = reader(Map.of()).text("x", "", new PortOptions(0, 0)).config();

    assertTrue(config.http().port() > 0);
    assertEquals("http://localhost:" + config.http().port(), config.http().publicUrl());
    assertTrue(config.management().port() > 0);
  }

  @Test
  void theDepartmentsKeepTheOrderOfTheFile() throws Exception {
    Config config =
        read("departments: {zoo: {name: Zoo}, support: {}, ants: {name: Ants}}").config();

    assertEquals(List.of("zoo", "support", "ants"), List.copyOf(config.departments().keySet()));
    assertEquals("support", config.departments().get("support"));
  }

  @Test
  void noSecretShowsWhereAConfigurationIsPrinted() throws Exception {
    Config config =
        read("""
                secret: hidden-signing-secret
                database: {url: "postgresql://u:hidden-database@h/d"}
                agents: [{email: a@example.com, password: hidden-password, token: hidden-token}]
                mail:
                  smtp: {host: h, user: u, password: hidden-smtp}
                  from: "Support <support@example.com>"
                """)
            .config();

    assertFalse(config.toString().contains("hidden"));
    assertFalse(config.agents().toString().contains("hidden"));
    assertFalse(String.valueOf(config.mail()).contains("hidden"));
    assertEquals("example.com", config.mail().replyDomain());
  }

  @Test
  void aFileThatIsNotThereOrNotTextIsAMistake() throws Exception {
    Path latin1 = Files.write(data.resolve("l.yaml"), "é".getBytes(StandardCharsets.ISO_8859_1));

    BadConfig missing =
        assertThrows(
            BadConfig.class, () -> reader(Map.of()).file(data.resolve("no"), PortOptions.NONE));
    BadConfig binary =
        assertThrows(BadConfig.class, () -> reader(Map.of()).file(latin1, PortOptions.NONE));

    assertTrue(missing.mistakes().getFirst().startsWith("there is no file "));
    assertTrue(binary.mistakes().getFirst().endsWith("is not written in UTF-8"));
  }

  private List<String> mistakes(String yaml) {
    return assertThrows(BadConfig.class, () -> read(yaml).check()).mistakes();
  }

  private Reading read(String yaml) throws BadConfig {
    return reader(Map.of()).text("omnigate.yaml", yaml, PortOptions.NONE);
  }

  private ConfigReader reader(Map<String, String> environment) {
    return new ConfigReader(
        environment::get, new Secrets(data.resolve("secrets"), new SecureRandom()));
  }
}
