/** The one way in: inbound messages, gathered into batches and committed once. */
@NullMarked
package io.omnigate.core.intake;

import org.jspecify.annotations.NullMarked;
