/** What the passing of time does to a ticket: (ticket, now) to actions; pure Java. */
@NullMarked
package io.omnigate.core.rules;

import org.jspecify.annotations.NullMarked;
