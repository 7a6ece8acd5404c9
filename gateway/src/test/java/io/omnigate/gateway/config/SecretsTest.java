package io.omnigate.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir Path data;
  private Path folder;

  @BeforeEach
  void chooseFolder() {
    folder = data.resolve("deeper/secrets");
  }

  @Test
  void aSecretIsMadeOnceAndKept() {
    String first = secrets().get("secret", 32);

    assertEquals(43, first.length());
    assertEquals(first, secrets().get("secret", 32));
    assertNotEquals(first, secrets().get("mail.token", 32));
  }

  @Test
  void onlyTheOwnerReadsIt() throws Exception {
    secrets().get("secret", 32);

    assertEquals("rwx------", permissions(folder));
    assertEquals("rw-------", permissions(folder.resolve("secret")));
  }

  @Test
  void nothingButTheSecretsLiesInTheFolder() throws Exception {
    secrets().get("secret", 32);

    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void oneThatAPersonWroteIsTakenWithoutItsLineBreak() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("mail.token"), "chosen\r\n");

    assertEquals("chosen", secrets().get("mail.token", 32));
  }

  @Test
  void anEmptyOneIsNoSecret() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("secret"), "\n");

    UncheckedIOException refused =
        assertThrows(UncheckedIOException.class, () -> secrets().get("secret", 32));
    assertTrue(refused.getMessage().contains("is empty"));
  }

  private Secrets secrets() {
    return new Secrets(folder, new SecureRandom());
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
