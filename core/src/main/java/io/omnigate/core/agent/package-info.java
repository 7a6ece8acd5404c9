/** Agents, their roles and their sessions. */
@NullMarked
package io.omnigate.core.agent;

import org.jspecify.annotations.NullMarked;
