package io.omnigate.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestPostgres;
import io.omnigate.core.agent.Agent;
import io.omnigate.core.agent.Agents.Credentials;
import io.omnigate.core.agent.Role;
import io.omnigate.core.store.Database;
import io.omnigate.core.store.PgAgents;
import io.omnigate.gateway.api.FirstAgents.Account;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstAgentsTest {
  private static final Agent ANN = new Agent("ann@desk.example", "Ann", Role.AGENT);

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private Database database;
  private PgAgents agents;
  private Passwords passwords;
  private FirstAgents first;

  @BeforeEach
  void open() {
    database = Database.open(vertx, TestPostgres.freshDatabase()).await();
    agents = new PgAgents(database);
    passwords = new Passwords(vertx);
    first = new FirstAgents(vertx, agents, passwords, new SecureRandom());
  }

  @AfterEach
  void close() {
    database.close().await();
    vertx.close().await();
  }

  @Test
  void where_there_is_nobody_an_admin_is_made_whose_password_only_the_owner_can_read()
      throws Exception {
    Path file = folder.resolve("admin-password");
    Files.writeString(file, "left over, and readable by all");
    String told = first.ensure(List.of(), file).await().orElseThrow();
    assertTrue(told.contains("admin@localhost") && told.contains(file.toString()), told);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    String password = Files.readString(file).strip();
    assertEquals(20, password.length());
    assertFalse(told.contains(password));
    Credentials admin = agents.byEmail("admin@localhost").await().orElseThrow();
    assertEquals(Role.ADMIN, admin.agent().role());
    assertTrue(passwords.verify(password, admin.passwordHash()).await());
    assertEquals(Optional.empty(), first.ensure(List.of(), file).await());
    assertEquals(password, Files.readString(file).strip());
  }

  @Test
  void who_is_configured_is_made_and_then_left_alone() {
    Path file = folder.resolve("admin-password");
    assertEquals(
        Optional.empty(), first.ensure(List.of(new Account(ANN, "one", "token")), file).await());
    first.ensure(List.of(new Account(ANN, "two", null)), file).await();
    String hash = agents.byEmail(ANN.email()).await().orElseThrow().passwordHash();
    assertTrue(passwords.verify("one", hash).await());
    assertFalse(passwords.verify("two", hash).await());
    assertFalse(Files.exists(file));
  }

  @Test
  void an_account_tells_no_secret_of_its_own() {
    String text = new Account(ANN, "the password", "the token").toString();
    assertFalse(text.contains("the"), text);
  }
}
