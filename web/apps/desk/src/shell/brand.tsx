// The product's mark and name.

import classes from "./brand.module.css";

export function Brand({ size = "small" }: { size?: "small" | "large" }) {
  return (
    <span className={classes.brand} data-size={size}>
      <svg viewBox="0 0 32 32" aria-hidden="true" className={classes.mark}>
        <rect width="32" height="32" rx="8" fill="#4263eb" />
        <path d="M9 8v16M23 8v16M9 16h14" stroke="#fff" strokeWidth="3.6" strokeLinecap="round" fill="none" />
      </svg>
      <span className={classes.word}>Holdfast</span>
    </span>
  );
}
