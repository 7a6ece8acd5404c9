package io.omnigate.core.intake;

import static io.omnigate.core.intake.PlannerBench.ANN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omnigate.core.contact.Identity;
import io.omnigate.core.intake.BatchView.IdentityKey;
import io.omnigate.core.intake.BatchView.KnownIdentity;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whose a message is. */
class WhichContactTest {
  private final PlannerBench before = new PlannerBench();

  @Test
  void visitorKeepsTheIdWhenANameComesLater() {
    before.own(Identity.Kind.CHANNEL, "chat:s", ANN, true);

    BatchPlan plan = before.plan(Messages.chat("s").name("Ann").build());

    assertEquals("Ann", plan.names().getFirst().name());
    assertTrue(plan.contacts().isEmpty());
  }

  @Test
  void claimedAddressNamesNobodyWhoIsProven() {
    before.own(Identity.Kind.EMAIL, "ann@x.example", ANN, true);

    BatchPlan plan =
        before.plan(
            Messages.form().name("Mallory").claims(Identity.Kind.EMAIL, "ann@x.example").build());

    assertTrue(plan.names().isEmpty());
    assertEquals(ANN, plan.opened().getFirst().contact());
  }

  @Test
  void provenSenderGainsTheAddressTheyName() {
    before.own(Identity.Kind.CHANNEL, "chat:s", ANN, true);
    before.fresh(Identity.Kind.EMAIL, "new@x.example");

    BatchPlan plan =
        before.plan(Messages.chat("s").claims(Identity.Kind.EMAIL, "new@x.example").build());

    assertTrue(plan.contacts().isEmpty());
    assertEquals(ANN, plan.owners().getFirst().contact());
  }

  @Test
  void sessionThatClaimsAProvenAddressBelongsThereUnproven() {
    before.own(Identity.Kind.EMAIL, "ann@x.example", ANN, true);
    before.fresh(Identity.Kind.CHANNEL, "chat:s");

    BatchPlan plan =
        before.plan(
            Messages.chat("s")
                .name("Mallory")
                .claims(Identity.Kind.EMAIL, "ann@x.example")
                .build());

    assertTrue(plan.contacts().isEmpty());
    assertTrue(plan.names().isEmpty());
    assertEquals(ANN, plan.owners().getFirst().contact());
    assertFalse(plan.owners().getFirst().identity().verified());
  }

  @Test
  void sessionThatOnlyClaimedToBeSomebodyBringsThemNoAddressesAndNoName() {
    before.own(Identity.Kind.CHANNEL, "chat:s", ANN, false);
    before.fresh(Identity.Kind.EMAIL, "eve@x.example");

    BatchPlan plan =
        before.plan(
            Messages.chat("s").name("Eve").claims(Identity.Kind.EMAIL, "eve@x.example").build());

    assertTrue(plan.owners().isEmpty());
    assertTrue(plan.names().isEmpty());
    assertEquals("eve@x.example", plan.dropped().getFirst().value());
  }

  @Test
  void addressClaimedForARefusedMessageIsGivenUp() {
    before.identities.put(
        new IdentityKey(Identity.Kind.CHANNEL, "chat:new"),
        new KnownIdentity(new UUID(9, 9), true, null));

    BatchPlan plan = before.plan(Messages.form().build());

    assertEquals("chat:new", plan.dropped().getFirst().value());
  }
}
