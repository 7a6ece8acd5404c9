package io.omnigate.core.intake;

import io.omnigate.core.contact.Identity;
import io.omnigate.core.contact.VisitorId;
import io.omnigate.core.id.Ulid;
import io.omnigate.core.intake.BatchPlan.ContactName;
import io.omnigate.core.intake.BatchPlan.IdentityOwner;
import io.omnigate.core.intake.BatchPlan.NewContact;
import io.omnigate.core.intake.BatchView.IdentityKey;
import io.omnigate.core.intake.BatchView.KnownContact;
import io.omnigate.core.intake.BatchView.KnownIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who wrote. The first of a message's addresses that belongs to somebody decides; the
 * others, where they are nobody's yet, come to belong to the same contact. Somebody else's address
 * stays somebody else's.
 */
final class ContactPlanner {
  private final BatchView view;
  private final BatchPlan plan;
  private final Map<IdentityKey, UUID> owners = new HashMap<>();
  private final Map<UUID, KnownContact> contacts = new HashMap<>();
  private final Map<IdentityKey, Boolean> verified = new HashMap<>();

  ContactPlanner(BatchView view, BatchPlan plan) {
    this.view = view;
    this.plan = plan;
    view.identities().forEach(this::remember);
  }

  /** The id that a contact takes if {@code message} is its first. */
  static UUID contactIdOf(InboundMessage message) {
    return Ulid.toUuid(message.ids().message());
  }

  KnownContact contactOf(InboundMessage message) {
    for (Identity identity : message.sender().identities()) {
      KnownContact contact = ownerOf(identity);
      if (contact != null) {
        return recognised(message, identity, contact);
      }
    }
    KnownContact fresh = create(message);
    message.sender().identities().forEach(each -> own(message, each, fresh.id()));
    return fresh;
  }

  /**
   * A contact gains addresses and a name only from somebody who proves to be the one: by an address
   * that is proven now and was before. Whoever merely claims an address is shown as its owner, and
   * changes nothing about them; the sender's own id is remembered as belonging there, unproven.
   */
  private KnownContact recognised(InboundMessage message, Identity by, KnownContact contact) {
    boolean proven = verified.getOrDefault(IdentityKey.of(by), false);
    boolean trusted = by.verified() && proven;
    KnownContact whose =
        trusted || (by.kind() != Identity.Kind.CHANNEL && !proven)
            ? named(contact, message)
            : contact;
    for (Identity each : message.sender().identities()) {
      if (trusted || (each.equals(by) && by.kind() != Identity.Kind.CHANNEL)) {
        own(message, each, contact.id());
      } else if (each.kind() == Identity.Kind.CHANNEL && ownerOf(each) == null) {
        own(message, new Identity(each.kind(), each.value(), false), contact.id());
      }
    }
    return whose;
  }

  /** Gives up the addresses that were claimed for messages which are not stored after all. */
  void dropUnused() {
    owners.forEach(
        (key, contact) -> {
          if (!contacts.containsKey(contact)) {
            plan.dropped.add(new Identity(key.kind(), key.value(), false));
          }
        });
  }

  private void remember(IdentityKey key, KnownIdentity known) {
    owners.put(key, known.contactId());
    verified.put(key, known.verified());
    if (known.contact() != null) {
      contacts.put(known.contactId(), known.contact());
    }
  }

  private @Nullable KnownContact ownerOf(Identity identity) {
    UUID owner = owners.get(IdentityKey.of(identity));
    return owner == null ? null : contacts.get(owner);
  }

  private KnownContact create(InboundMessage message) {
    Identity strongest = message.strongest();
    UUID claimed = strongest == null ? null : owners.get(IdentityKey.of(strongest));
    UUID id = claimed == null ? contactIdOf(message) : claimed;
    String name = message.sender().name();
    VisitorId visitor = name == null ? message.ids().visitor() : null;
    KnownContact contact = new KnownContact(id, visitor, name);
    contacts.put(id, contact);
    plan.contacts.add(
        new NewContact(
            id,
            visitor,
            name,
            message.sender().email(),
            message.sender().phone(),
            message.origin().receivedAt()));
    return contact;
  }

  /** A name that comes later is taken; one that is known stays. */
  private KnownContact named(KnownContact contact, InboundMessage message) {
    String name = message.sender().name();
    if (contact.name() != null || name == null) {
      return contact;
    }
    KnownContact now = new KnownContact(contact.id(), contact.visitor(), name);
    contacts.put(now.id(), now);
    plan.names.add(new ContactName(now.id(), name));
    return now;
  }

  private void own(InboundMessage message, Identity identity, UUID contact) {
    IdentityKey key = IdentityKey.of(identity);
    UUID owner = owners.get(key);
    boolean free = owner == null || !contacts.containsKey(owner);
    boolean mine = free || contact.equals(owner);
    boolean moves = free && !contact.equals(owner);
    boolean proves = mine && identity.verified() && !verified.getOrDefault(key, false);
    if (moves || proves) {
      boolean unseen = owner == null && message.isFresh(identity);
      (unseen ? plan.fresh : plan.owners).add(new IdentityOwner(identity, contact));
      owners.put(key, contact);
      verified.put(key, identity.verified());
    }
  }
}
