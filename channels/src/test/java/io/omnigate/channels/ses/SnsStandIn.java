package io.omnigate.channels.ses;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Amazon SNS as far as a subscriber sees it: a key, its certificate, and what it is asked. */
public final class SnsStandIn implements AutoCloseable {
  /** The name of its certificate. */
  public static final String CERTIFICATE =
      "SimpleNotificationService-" + "0123456789abcdef0123456789abcdef" + ".pem";

  private static final String PASSWORD = "changeit";

  /** Each request's path and query. */
  public final List<String> asked = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private final PrivateKey key;
  private final String pem;
  private volatile int status = 200;

  private SnsStandIn(HttpServer server, PrivateKey key, String pem) {
    this.server = server;
    this.key = key;
    this.pem = pem;
  }

  /** Starts it; its key and certificate are made in {@code folder}. */
  public static SnsStandIn start(Path folder) throws Exception {
    Path file = folder.resolve("sns.p12");
    if (!Files.exists(file)) {
      keytool(file);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    String body = Base64.getMimeEncoder().encodeToString(store.getCertificate("sns").getEncoded());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SnsStandIn standIn =
        new SnsStandIn(
            server,
            (PrivateKey) store.getKey("sns", PASSWORD.toCharArray()),
            "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    server.createContext("/", standIn::answer);
    server.start();
    return standIn;
  }

  /** In place of the host of the topic's region. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers everything with {@code status} from now on. */
  public void answerWith(int otherStatus) {
    status = otherStatus;
  }

  /** The message with its signature, as SNS posts it. */
  public JsonObject signed(JsonObject message, String version) throws GeneralSecurityException {
    List<String> names = new ArrayList<>(List.of("Message", "MessageId"));
    names.addAll(
        message.getString("Type").equals("Notification")
            ? List.of("Subject", "Timestamp")
            : List.of("SubscribeURL", "Timestamp", "Token"));
    names.addAll(List.of("TopicArn", "Type"));
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      if (message.containsKey(name)) {
        text.append(name).append('\n').append(message.getString(name)).append('\n');
      }
    }
    Signature signer = Signature.getInstance(version.equals("1") ? "SHA1withRSA" : "SHA256withRSA");
    signer.initSign(key);
    signer.update(text.toString().getBytes(StandardCharsets.UTF_8));
    return message
        .copy()
        .put("SignatureVersion", version)
        .put("Signature", Base64.getEncoder().encodeToString(signer.sign()));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    asked.add(path);
    byte[] body =
        (path.endsWith(".pem") ? pem : "<ConfirmSubscriptionResponse/>")
            .getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void keytool(Path file) throws Exception {
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "sns",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=sns.amazonaws.com",
                "-validity",
                "30",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!made.waitFor(60, TimeUnit.SECONDS) || made.exitValue() != 0) {
      throw new IllegalStateException("keytool made no key");
    }
  }
}
