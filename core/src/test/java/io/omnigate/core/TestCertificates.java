package io.omnigate.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A certificate authority of the tests, made by the JDK's {@code keytool} when it is asked for. */
public final class TestCertificates {
  private static final String PASSWORD = "changeit";
  private static @Nullable TestCertificates made;

  private final Path folder;

  private TestCertificates(Path folder) {
    this.folder = folder;
    keytool(
        "-genkeypair",
        "-alias",
        "ca",
        "-keyalg",
        "EC",
        "-dname",
        "CN=Test CA",
        "-ext",
        "bc:critical=ca:true",
        "-keystore",
        "ca.p12");
    keytool("-exportcert", "-rfc", "-alias", "ca", "-keystore", "ca.p12", "-file", "ca.pem");
  }

  /** The one of this JVM; its files go when the JVM does. */
  public static synchronized TestCertificates get() {
    if (made == null) {
      try {
        Path folder = Files.createTempDirectory("omnigate-certificates");
        made = new TestCertificates(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return made;
  }

  /** The authority's certificate. */
  public Path authority() {
    return folder.resolve("ca.pem");
  }

  /**
   * A server's side of TLS, its certificate signed by the authority.
   *
   * @param names as keytool writes them, such as {@code dns:localhost,ip:127.0.0.1}
   */
  public synchronized SSLContext server(String names) {
    String name = "server-" + Integer.toHexString(names.hashCode());
    Path store = folder.resolve(name + ".p12");
    if (!Files.exists(store)) {
      keytool(
          "-genkeypair",
          "-alias",
          "server",
          "-keyalg",
          "EC",
          "-dname",
          "CN=server",
          "-keystore",
          name + ".p12");
      keytool("-certreq", "-alias", "server", "-keystore", name + ".p12", "-file", name + ".csr");
      keytool(
          "-gencert",
          "-rfc",
          "-alias",
          "ca",
          "-keystore",
          "ca.p12",
          "-ext",
          "san=" + names,
          "-infile",
          name + ".csr",
          "-outfile",
          name + ".pem");
      keytool(
          "-importcert",
          "-noprompt",
          "-alias",
          "ca",
          "-keystore",
          name + ".p12",
          "-file",
          "ca.pem");
      keytool(
          "-importcert", "-alias", "server", "-keystore", name + ".p12", "-file", name + ".pem");
    }
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keytool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("keytool did not do " + command);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException leftBehind) {
      // a temporary folder
    }
  }
}
