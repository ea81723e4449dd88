import type { Client } from "./procedure.ts";

/** Where the labels were read: the public text files of each app. */
const sources: Readonly<Record<Client, string>> = {
  "element-x":
    "Element X 26.08.2 for Android (August 20, 2026) and 26.07.5 for iOS (July 24, 2026), files localazy.xml and Localizable.strings",
  element: "Element for computers and browsers (mid-2026, commit 001ab4fa), file en_EN.json",
};

/** Versions below which not to go: earlier ones let the operator of a server send messages in another person’s name (CVE-2026-45056). */
export const leastVersions: Readonly<Record<Client, string>> = {
  "element-x": "Element X 26.06",
  element: "Element 1.12.29",
};

/** The foot of each page: what it was written for, and what was seen of it. */
export const aboutPages: readonly string[] = [
  `Do not use a version older than ${leastVersions["element-x"]} or ${leastVersions.element}: in older ones the operator of a server can send messages in another person’s name (CVE-2026-45056).`,
  `The labels are those of ${sources["element-x"]}; and of ${sources.element}. Other versions may say it in other words.`,
  "What the steps do was tried with a Matrix client against a server like this one. The screens of the apps were not seen by us.",
  "Written on November 30, 2026.",
];

/** The words on the buttons and screens of Element X, by their name in its text files; both phones share them. */
const elementX = {
  settings: ["common_settings", "Settings"],
  encryption: ["common_encryption", "Encryption"],
  getKey: ["screen_chat_backup_recovery_action_setup", "Get recovery key"],
  generateKey: ["screen_recovery_key_setup_generate_key", "Generate your recovery key"],
  saveKey: ["screen_recovery_key_save_action", "Save recovery key"],
  done: ["action_done", "Done"],
  keySaved: ["screen_recovery_key_setup_confirmation_title", "Have you saved your recovery key?"],
  continue: ["action_continue", "Continue"],
  recoverySet: ["screen_recovery_key_setup_success", "Recovery setup successful"],
  changeKey: ["screen_chat_backup_recovery_action_change", "Change recovery key"],
  generateNewKey: ["screen_recovery_key_change_generate_key", "Generate a new recovery key"],
  keyChanged: ["screen_recovery_key_change_success", "Recovery key changed"],
  enterKey: ["screen_chat_backup_recovery_action_confirm", "Enter recovery key"],
  outOfSync: ["confirm_recovery_key_banner_title", "Your key storage is out of sync"],
  keyStorage: ["screen_chat_backup_key_storage_toggle_title", "Allow key storage"],
  deleteKeyStorage: ["screen_chat_backup_key_backup_action_disable", "Delete key storage"],
  confirmIdentity: ["screen_identity_confirmation_title", "Confirm your digital identity"],
  useKey: ["screen_identity_confirmation_use_recovery_key", "Use recovery key"],
  useOther: ["screen_identity_confirmation_use_another_device", "Use another device"],
  cannotConfirm: ["screen_identity_confirmation_cannot_confirm", "Can't confirm?"],
  confirmed: ["screen_identity_confirmed_title", "Device verified"],
  wrongKey: ["screen_recovery_key_confirm_error_title", "Incorrect recovery key"],
  startVerification: ["action_start_verification", "Start verification"],
  theyMatch: ["screen_session_verification_they_match", "They match"],
  continueReset: ["screen_encryption_reset_action_continue_reset", "Continue reset"],
  resetNow: ["screen_reset_encryption_confirmation_alert_action", "Yes, reset now"],
  removeThis: ["action_signout", "Remove this device"],
  signInManually: ["screen_onboarding_sign_in_manually", "Sign in manually"],
  invitePeople: ["screen_room_details_invite_people_title", "Invite people"],
  people: ["common_people", "People"],
  removeUser: ["screen_bottom_sheet_manage_room_member_remove", "Remove user"],
  roomSecurity: ["screen_room_details_security_and_privacy_title", "Security & privacy"],
  whoReads: ["screen_security_and_privacy_room_history_section_header", "Who can read history"],
  fullHistory: ["screen_security_and_privacy_room_history_since_selecting_option_title", "Members (full history)"],
  sinceInvited: ["screen_security_and_privacy_room_history_since_invite_option_title", "Members since invited"],
  save: ["action_save", "Save"],
  newSeeHistory: ["common_shared_history", "New members see history"],
  newSeeNone: ["crypto_history_sharing_room_info_hidden_badge_content", "New members don't see history"],
  accept: ["action_accept", "Accept"],
  noHistoryYet: ["screen_room_encrypted_history_banner", "Message history is currently unavailable."],
} as const;

/** The words on the buttons and screens of Element for computers and browsers, by their name in its text file. */
const element = {
  settings: ["user_menu|settings", "All settings"],
  encryption: ["settings|encryption|title", "Encryption"],
  getKey: ["settings|encryption|recovery|set_up_recovery", "Get recovery key"],
  continue: ["action|continue", "Continue"],
  finishSetUp: ["settings|encryption|recovery|set_up_recovery_confirm_button", "Finish set up"],
  changeKey: ["settings|encryption|recovery|change_recovery_key", "Change recovery key"],
  confirmNewKey: ["settings|encryption|recovery|change_recovery_confirm_button", "Confirm new recovery key"],
  enterKey: ["encryption|enter_recovery_key", "Enter recovery key"],
  outOfSync: ["encryption|key_storage_out_of_sync", "Your key storage is out of sync."],
  keyStorage: ["settings|encryption|key_storage|allow_key_storage", "Allow key storage"],
  deleteKeyStorage: ["settings|encryption|delete_key_storage|breadcrumb_page", "Delete key storage"],
  confirmIdentity: ["encryption|verification|confirm_identity_title", "Confirm your digital identity"],
  useKey: ["encryption|verification|use_recovery_key", "Use recovery key"],
  useOther: ["encryption|verification|use_another_device", "Use another device"],
  cannotConfirm: ["encryption|verification|cant_confirm", "Can't confirm?"],
  confirmed: ["encryption|verification|after_new_login|device_verified", "Device verified"],
  verifyThis: ["encryption|verify_toast_title", "Verify this device"],
  wrongKey: [
    "encryption|access_secret_storage_dialog|key_validation_text|wrong_security_key",
    "The recovery key you entered is not correct.",
  ],
  startVerification: ["encryption|verification|start_button", "Start Verification"],
  theyMatch: ["encryption|verification|sas_match", "They match"],
  continueReset: ["encryption|continue_with_reset", "Continue with reset"],
  resetIdentity: ["settings|encryption|advanced|reset_identity", "Reset cryptographic identity"],
  advanced: ["settings|encryption|advanced|title", "Advanced"],
  exportKeys: ["settings|encryption|advanced|export_keys", "Export keys"],
  importKeys: ["settings|encryption|advanced|import_keys", "Import keys"],
  export: ["action|export", "Export"],
  import: ["action|import", "Import"],
  fileToImport: ["settings|key_export_import|file_to_import", "File to import"],
  passphrase: ["settings|key_export_import|enter_passphrase", "Enter passphrase"],
  sessions: ["settings|sessions|title", "Sessions"],
  removeSession: ["settings|sessions|sign_out", "Remove this session"],
  showDetails: ["settings|sessions|show_details", "Show details"],
  removeThis: ["action|sign_out", "Remove this device"],
  signIn: ["action|sign_in", "Sign in"],
  roomInfo: ["right_panel|room_summary_card|title", "Room info"],
  people: ["room|header_face_pile_tooltip", "People"],
  removeFromRoom: ["user_info|kick_button_room", "Remove from room"],
  invite: ["action|invite", "Invite"],
  accept: ["action|accept", "Accept"],
  roomSecurity: ["room_settings|security|title", "Security & Privacy"],
  whoReads: ["room_settings|security|history_visibility_legend", "Who can read history?"],
  fullHistory: ["room_settings|security|history_visibility_shared", "Members (full history)"],
  sinceInvited: ["room_settings|security|history_visibility_invited", "Members since invited"],
  exportChat: ["export_chat|title", "Export Chat"],
  fromTheBeginning: ["export_chat|from_the_beginning", "From the beginning"],
  includeAttachments: ["export_chat|include_attachments", "Include Attachments"],
  newSeeHistory: ["room|header|shared_history_tooltip", "New members see history"],
} as const;

/** All labels that the pages may name: of each app, the name in its text file and the words. */
export const labels = { "element-x": elementX, element } as const;

/** A label of Element X, in quotation marks. */
export function x(name: keyof typeof elementX): string {
  return `“${elementX[name][1]}”`;
}

/** A label of Element, in quotation marks. */
export function e(name: keyof typeof element): string {
  return `“${element[name][1]}”`;
}
