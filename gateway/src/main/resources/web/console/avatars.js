/** The look of {@link avatar}: eight hues, readable in light and dark. */
import { css } from 'lit';

export const avatars = css`
  .avatar {
    --h: 190;
    display: inline-grid;
    place-items: center;
    flex: none;
    width: 28px;
    height: 28px;
    border-radius: 50%;
    font-size: 11px;
    font-weight: 650;
    letter-spacing: 0.02em;
    color: light-dark(hsl(var(--h) 55% 26%), hsl(var(--h) 60% 82%));
    background: light-dark(hsl(var(--h) 45% 88%), hsl(var(--h) 30% 24%));
  }
  .avatar.hue1 {
    --h: 20;
  }
  .avatar.hue2 {
    --h: 45;
  }
  .avatar.hue3 {
    --h: 95;
  }
  .avatar.hue4 {
    --h: 150;
  }
  .avatar.hue5 {
    --h: 215;
  }
  .avatar.hue6 {
    --h: 265;
  }
  .avatar.hue7 {
    --h: 325;
  }
`;
