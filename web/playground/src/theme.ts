/** Names of the two Monaco themes, as GraphiQL's editorTheme prop takes them. */
export const editorTheme = { light: 'missiongraph-light', dark: 'missiongraph-dark' };

type Palette = {
  paper: string;
  raised: string;
  ink: string;
  muted: string;
  rule: string;
  accent: string;
  keyword: string;
  text: string;
  type: string;
  argument: string;
  error: string;
};

const light: Palette = {
  paper: '#fbfaf7',
  raised: '#ffffff',
  ink: '#1b1f24',
  muted: '#68645a',
  rule: '#dedbd3',
  accent: '#1d4f91',
  keyword: '#1d4f91',
  text: '#2b6447',
  type: '#7a4e00',
  argument: '#5f458f',
  error: '#a3312a',
};

const dark: Palette = {
  paper: '#14171b',
  raised: '#1b1f25',
  ink: '#e8e6e1',
  muted: '#9a968c',
  rule: '#2c3138',
  accent: '#8db8f2',
  keyword: '#8db8f2',
  text: '#9ccfae',
  type: '#e3c08b',
  argument: '#c9b6f2',
  error: '#f09a92',
};

/**
 * Defines both themes as soon as Monaco has loaded, which is before GraphiQL,
 * waiting for the same module and one more, creates its first editor.
 */
export function defineEditorThemes(): void {
  void import('monaco-graphql/esm/monaco-editor.js').then(({ editor }) => {
    editor.defineTheme(editorTheme.light, themeData('vs', light));
    editor.defineTheme(editorTheme.dark, themeData('vs-dark', dark));
  });
}

function themeData(base: 'vs' | 'vs-dark', p: Palette) {
  const wash = p.accent + '1f';
  return {
    base,
    inherit: true,
    rules: [
      { token: '', foreground: p.ink },
      { token: 'comment', foreground: p.muted },
      { token: 'keyword', foreground: p.keyword },
      { token: 'type', foreground: p.type },
      { token: 'string', foreground: p.text },
      { token: 'number', foreground: p.type },
      { token: 'key.identifier.gql', foreground: p.ink },
      { token: 'argument.identifier.gql', foreground: p.argument },
      { token: 'annotation', foreground: p.argument },
      { token: 'delimiter', foreground: p.muted },
      { token: 'string.key.json', foreground: p.argument },
      { token: 'string.value.json', foreground: p.text },
      { token: 'keyword.json', foreground: p.keyword },
    ],
    colors: {
      foreground: p.ink,
      focusBorder: p.accent,
      highlight: p.accent,
      'editor.background': '#ffffff00',
      'editor.foreground': p.ink,
      'editorLineNumber.foreground': p.muted,
      'editorLineNumber.activeForeground': p.ink,
      'editorCursor.foreground': p.accent,
      'editor.selectionBackground': p.accent + '33',
      'editor.inactiveSelectionBackground': p.accent + '22',
      'editorIndentGuide.background1': p.rule,
      'editorIndentGuide.activeBackground1': p.muted,
      'editorBracketMatch.background': wash,
      'editorBracketMatch.border': p.accent,
      'editorBracketHighlight.foreground1': p.muted,
      'editorBracketHighlight.foreground2': p.muted,
      'editorBracketHighlight.foreground3': p.muted,
      'editorError.foreground': p.error,
      'editorWidget.background': p.raised,
      'editorWidget.border': p.rule,
      'editorWidget.resizeBorder': p.accent,
      'editorHoverWidget.background': p.raised,
      'editorHoverWidget.border': p.rule,
      'editorSuggestWidget.background': p.raised,
      'editorSuggestWidget.border': p.rule,
      'editorSuggestWidget.foreground': p.ink,
      'editorSuggestWidget.selectedBackground': wash,
      'editorSuggestWidget.selectedForeground': p.ink,
      'editorSuggestWidget.highlightForeground': p.accent,
      'editorSuggestWidget.focusHighlightForeground': p.accent,
      'editorLink.activeForeground': p.accent,
      'textLink.foreground': p.accent,
      'textLink.activeForeground': p.accent,
      'list.hoverBackground': wash,
      'list.highlightForeground': p.accent,
      'list.focusHighlightForeground': p.accent,
      'menu.background': p.raised,
      'menu.foreground': p.ink,
      'menu.selectionBackground': wash,
      'menu.selectionForeground': p.ink,
      'quickInput.background': p.raised,
      'quickInputList.focusBackground': wash,
      'quickInputList.focusForeground': p.ink,
      'pickerGroup.foreground': p.accent,
      'input.background': p.paper,
      'toolbar.hoverBackground': wash,
      'inputOption.hoverBackground': wash,
      'scrollbar.shadow': '#ffffff00',
      'scrollbarSlider.background': p.muted + '40',
      'scrollbarSlider.hoverBackground': p.muted + '66',
      'scrollbarSlider.activeBackground': p.muted + '80',
    },
  };
}
