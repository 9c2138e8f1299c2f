"""Where the company stands with customers, distributors and partners, and how channels fit what customers want."""
