/** The exact versions set up here. Node and Pulumi's floors are what package.json and the program ask for. */
export const versions = {
  node: { floor: "22.18.0", exact: "24.21.0" },
  pulumi: { floor: "3.200.0", exact: "3.259.0" },
  plugins: { docker: "5.2.0", cloudflare: "6.22.1" },
  goFloor: "1.25.11",
};
