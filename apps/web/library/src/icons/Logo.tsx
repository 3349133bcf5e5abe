/** Three gathered sheets: a quire. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" width="30" height="30" aria-hidden="true" focusable="false">
      <rect x="10" y="3" width="18" height="22" rx="3.5" fill="#9db8f2" />
      <rect x="7" y="5" width="18" height="22" rx="3.5" fill="#5f86df" />
      <rect x="4" y="7" width="18" height="22" rx="3.5" fill="#2454c6" />
      <path d="M8.5 14h9M8.5 18h9M8.5 22h5.5" stroke="#fff" strokeWidth="1.8" strokeLinecap="round" />
    </svg>
  );
}
