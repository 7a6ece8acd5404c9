package io.omnigate.core.store;

import static io.omnigate.core.store.DeskFixture.ANN;
import static io.omnigate.core.store.DeskFixture.BOB;
import static io.omnigate.core.store.DeskFixture.START;
import static io.omnigate.core.store.DeskFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.TestSql;
import io.omnigate.core.agent.Agent;
import io.omnigate.core.agent.Agents;
import io.omnigate.core.agent.Role;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgAgentsTest extends DeskTest {
  private static final Buffer TOKEN = Buffer.buffer("hash of a token");
  private static final Agent EVE = new Agent("eve@desk.example", "Eve", Role.AGENT);

  private Agents agents;

  @BeforeEach
  void reset() {
    agents = fixture.agents;
  }

  @Test
  void anAgentIsAddedOnceAndNeverOverwritten() {
    assertTrue(await(agents.addIfMissing(EVE, "hash", TOKEN)));
    Agent impostor = new Agent(EVE.email(), "Mallory", Role.ADMIN);
    assertFalse(await(agents.addIfMissing(impostor, "other", null)));
    assertEquals(
        Optional.of(new Agents.Credentials(EVE, "hash")), await(agents.byEmail(EVE.email())));
  }

  @Test
  void everybodyIsListedByName() {
    await(agents.addIfMissing(EVE, null, null));
    assertEquals(List.of(ANN, BOB, EVE), await(agents.all()));
    assertTrue(await(agents.any()));
    TestSql.run(fixture.url, "DELETE FROM agent");
    assertFalse(await(agents.any()));
  }

  @Test
  void anApiTokenNamesItsAgent() {
    await(agents.addIfMissing(EVE, null, TOKEN));
    assertEquals(Optional.of(EVE), await(agents.byTokenHash(TOKEN, START)));
    assertEquals(Optional.empty(), await(agents.byTokenHash(Buffer.buffer("no"), START)));
  }

  @Test
  void aSessionNamesItsAgentUntilItExpiresOrEnds() {
    await(agents.startSession(TOKEN, ANN.email(), START, START.plusSeconds(60)));
    assertEquals(Optional.of(ANN), await(agents.byTokenHash(TOKEN, START.plusSeconds(59))));
    assertEquals(Optional.empty(), await(agents.byTokenHash(TOKEN, START.plusSeconds(60))));
    await(agents.endSession(TOKEN));
    assertEquals(Optional.empty(), await(agents.byTokenHash(TOKEN, START)));
    await(agents.endSession(TOKEN));
  }

  @Test
  void anUnknownAddressIsNobodys() {
    assertEquals(Optional.empty(), await(agents.byEmail("nobody@desk.example")));
  }
}
