package io.omnigate.core.ticket;

import io.omnigate.core.contact.VisitorId;
import org.jspecify.annotations.Nullable;

/**
 * A ticket's contact as agents see it.
 *
 * @param visitor given when the name was unknown, and kept if a name came later
 */
public record ContactCard(
    @Nullable VisitorId visitor,
    @Nullable String name,
    @Nullable String email,
    @Nullable String phone) {}
