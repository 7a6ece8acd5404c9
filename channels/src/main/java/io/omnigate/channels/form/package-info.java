/** The contact form: posted by pages and programs, or hosted here. */
@NullMarked
package io.omnigate.channels.form;

import org.jspecify.annotations.NullMarked;
