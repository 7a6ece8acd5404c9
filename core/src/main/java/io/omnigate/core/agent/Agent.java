package io.omnigate.core.agent;

/**
 * Somebody who answers customers.
 *
 * @param email in normal form; the agent's key everywhere
 */
public record Agent(String email, String name, Role role) {}
