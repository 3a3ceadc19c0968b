using System.Collections.Frozen;

namespace Expo.Web.Ui;

/// <summary>The icons by name: SVG content on a 24 by 24 ground, stroked in the current colour. Fixed text, never input.</summary>
internal static class IconSet
{
    public static readonly FrozenDictionary<string, string> Drawings = new Dictionary<string, string>
    {
        ["menu"] = """<path d="M4 7h16M4 12h16M4 17h16"/>""",
        ["arrow"] = """<path d="M5 12h14M13 6l6 6-6 6"/>""",
        ["up"] = """<path d="M6 14.5l6-6 6 6"/>""",
        ["swap"] = """<path d="M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4"/>""",
        ["check"] = """<path d="M5 12.5l4.5 4.5L19 7.5"/>""",
        ["info"] = """<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5v.2"/>""",
        ["error"] = """<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.3v.2"/>""",
        ["warning"] = """<path d="M12 4l9 16H3zM12 10v4.5M12 17.2v.2"/>""",
        ["lock"] = """<rect x="5" y="11" width="14" height="9" rx="1.5"/><path d="M8 11V8a4 4 0 018 0v3"/>""",
        ["star"] = """<path d="M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z"/>""",
        ["calendar"] = """<rect x="3.5" y="5" width="17" height="15" rx="2"/><path d="M3.5 10h17M8 3v4M16 3v4"/>""",
        ["link"] = """<path d="M10 14a4 4 0 006 0l3-3a4 4 0 00-6-6l-1 1M14 10a4 4 0 00-6 0l-3 3a4 4 0 006 6l1-1"/>""",
        ["download"] = """<path d="M12 4v12M7 11l5 5 5-5M5 20h14"/>""",
        ["print"] = """<path d="M7 8V4h10v4M7 17H4V8h16v9h-3M7 14h10v6H7z"/>""",
        ["seat"] = """<path d="M6 4v9h11M6 13l-1 7M17 13v7M17 13c2 0 2-3 0-3H6"/>""",
        ["screen"] = """<rect x="2.5" y="4.5" width="19" height="12.5" rx="1.5"/><path d="M8.5 20.5h7M10.3 8.3v4.4l3.7-2.2z"/>""",
        ["question"] = """<path d="M4 5h16v11h-8.5L7 20v-4H4z"/><path d="M10 8.8a2 2 0 113 1.7c-.7.4-1 .7-1 1.3M12 13.6v.1"/>""",
        ["microphone"] = """<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0013 0M12 18v3"/>""",
        ["eye"] = """<path d="M2.5 12s3.5-6.5 9.5-6.5S21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.7"/>""",
        ["play"] = """<path d="M7 4.5v15l12-7.5z" fill="currentColor"/>""",
        ["pause"] = """<path d="M8 5v14M16 5v14" stroke-width="3"/>""",
        ["sound"] = """<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 010 6M18 6.5a8 8 0 010 11"/>""",
        ["muted"] = """<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5"/>""",
        ["captions"] = """<rect x="2.5" y="5" width="19" height="14" rx="2"/><path d="M10.5 10.2a2.4 2.4 0 100 3.6M17.5 10.2a2.4 2.4 0 100 3.6"/>""",
        ["settings"] = """<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2"/>""",
        ["picture-in-picture"] = """<rect x="2.5" y="5" width="19" height="14" rx="2"/><rect x="12" y="11.5" width="7" height="5" rx="1" fill="currentColor"/>""",
        ["full-screen"] = """<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/>""",
    }.ToFrozenDictionary();
}
