import { provideVSCodeDesignSystem, vsCodeButton, vsCodeTextField } from '@vscode/webview-ui-toolkit';
import { h, type Child, type View } from './dom.ts';

/**
 * The only file that knows the component library: it says which components there are, what their tags are and how they
 * are asked. The library reads the theme when its window has loaded: it has to be part of a plain script of the page.
 */
provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeTextField());

/** A button that does `act` with `id` when it is clicked. */
export function button(
  label: string,
  attributes: Readonly<Record<string, string | undefined>>,
  ...children: readonly Child[]
): View {
  return h(
    'vscode-button',
    { appearance: 'secondary', 'aria-label': label, ...attributes },
    ...(children.length === 0 ? [label] : children),
  );
}

/** A field for one line of text. The library names it by its text, whatever its attributes say; that is not shown. */
export function textField(
  label: string,
  placeholder: string,
  attributes: Readonly<Record<string, string | undefined>>,
): View {
  return h('vscode-text-field', { placeholder, ...attributes }, label);
}

/** What is typed in a text field. */
export function textOf(element: Element): string {
  return 'value' in element && typeof element.value === 'string' ? element.value : '';
}

/** Puts a text in a text field, when it is another one. */
export function setText(element: Element, text: string): void {
  if ('value' in element && element.value !== text) element.value = text;
}
