/** Takes this screen's place until it is there. */
export default function Onboarding() {
  return null;
}
