package io.omnigate.gateway.api;

import io.omnigate.core.agent.Agent;
import io.omnigate.core.agent.Agents;
import io.omnigate.core.agent.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the agents that have to be there before anybody can sign in: those of the configuration,
 * and, where there is nobody at all, a first admin with a random password.
 */
public final class FirstAgents {
  /** The first admin's e-mail address. */
  public static final String FIRST_ADMIN = "admin@localhost";

  private static final int PASSWORD_BYTES = 15;

  private final Vertx vertx;
  private final Agents agents;
  private final Passwords passwords;
  private final SecureRandom random;

  /** Makes agents in {@code agents}. */
  public FirstAgents(Vertx vertx, Agents agents, Passwords passwords, SecureRandom random) {
    this.vertx = vertx;
    this.agents = agents;
    this.passwords = passwords;
    this.random = random;
  }

  /**
   * An agent who is to be there.
   *
   * @param agent the e-mail address in normal form
   * @param password null for an agent who only uses a token
   * @param token an API token; null for none
   */
  public record Account(Agent agent, @Nullable String password, @Nullable String token) {
    /** Without the secrets, which do not belong into a log. */
    @Override
    public String toString() {
      return "Account[" + agent.email() + ']';
    }
  }

  /**
   * Adds the accounts that are missing; one that is there is left as it is, so that a changed
   * password survives a restart. Where there is nobody afterwards, adds the first admin and writes
   * the password to {@code passwordFile}, which only its owner can read.
   *
   * @return a line to print where the first admin was added
   */
  public Future<Optional<String>> ensure(List<Account> accounts, Path passwordFile) {
    Future<Void> added = Future.succeededFuture();
    for (Account account : accounts) {
      added = added.compose(before -> addIfMissing(account));
    }
    return added
        .compose(done -> agents.any())
        .compose(
            any ->
                any ? Future.succeededFuture(Optional.<String>empty()) : firstAdmin(passwordFile));
  }

  /** Looks first: a hash for somebody who is there already would cost every start its time. */
  private Future<Void> addIfMissing(Account account) {
    return agents
        .byEmail(account.agent().email())
        .compose(
            found -> found.isPresent() ? Future.<Void>succeededFuture() : add(account).mapEmpty());
  }

  private Future<Boolean> add(Account account) {
    Buffer token = account.token() == null ? null : Sessions.hashed(account.token());
    return account.password() == null
        ? agents.addIfMissing(account.agent(), null, token)
        : passwords
            .hash(account.password())
            .compose(hash -> agents.addIfMissing(account.agent(), hash, token));
  }

  /** The password is on disk before the account is made: there is no account nobody can use. */
  private Future<Optional<String>> firstAdmin(Path passwordFile) {
    byte[] bits = new byte[PASSWORD_BYTES];
    random.nextBytes(bits);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    Account admin = new Account(new Agent(FIRST_ADMIN, "First admin", Role.ADMIN), password, null);
    return vertx
        .executeBlocking(() -> write(passwordFile, password))
        .compose(written -> add(admin))
        .map(
            added ->
                added
                    ? Optional.of(
                        "The first admin is "
                            + FIRST_ADMIN
                            + ", the password is in "
                            + passwordFile)
                    : Optional.empty());
  }

  private static Path write(Path file, String password) throws IOException {
    Files.deleteIfExists(file);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Files.createFile(file, ownerOnly);
    return Files.write(
        file, (password + '\n').getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
  }
}
