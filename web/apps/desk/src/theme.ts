// The look: one accent, system fonts, soft corners; Mantine's defaults bent to the desk's calm.

import {
  ActionIcon,
  Button,
  createTheme,
  Drawer,
  Menu,
  Modal,
  Notification,
  Switch,
  Tooltip,
} from "@mantine/core";

/** Its close button has a name, and its header is no second banner of the page. */
const dialog = {
  closeButtonProps: { "aria-label": "Close" },
  attributes: { header: { role: "presentation" } },
};

export const theme = createTheme({
  primaryColor: "indigo",
  // Greys with a breath of blue, the same as the desk's own dark surfaces.
  colors: {
    dark: [
      "#e6e8eb",
      "#c3c9d0",
      "#a3abb5",
      "#7b838d",
      "#3d434a",
      "#31363c",
      "#272b30",
      "#1f2226",
      "#191b1e",
      "#121416",
    ],
  },
  primaryShade: 7,
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily:
    "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'DejaVu Sans', system-ui, sans-serif",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  headings: { fontWeight: "650" },
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray" } }),
    Button: Button.extend({ defaultProps: { size: "sm" } }),
    // The page itself never scrolls, so there is nothing to lock (and no style element to be allowed for it).
    Drawer: Drawer.extend({ defaultProps: { ...dialog, lockScroll: false } }),
    // Open menus are in a part of the page that has a name; the focus goes to the first entry.
    Menu: Menu.extend({
      defaultProps: { withInitialFocusPlaceholder: false, portalProps: { target: "#menus" } },
    }),
    Modal: Modal.extend({
      defaultProps: {
        ...dialog,
        centered: true,
        lockScroll: false,
        overlayProps: { backgroundOpacity: 0.45 },
        transitionProps: { duration: 120 },
      },
    }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { "aria-label": "Close" } } }),
    Switch: Switch.extend({ defaultProps: { withThumbIndicator: false } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: true } }),
  },
});
