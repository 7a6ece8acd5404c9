/** By when a customer is to have an answer; pure Java. */
@NullMarked
package io.omnigate.core.sla;

import org.jspecify.annotations.NullMarked;
