using System.Text.RegularExpressions;
using Expo.Web.Ui;

namespace Expo.Web.Tests.Ui;

public sealed partial class IconTests
{
    [Fact]
    public void Every_icon_is_a_drawing_without_script_style_or_address()
    {
        Assert.All(IconSet.Drawings, icon => Assert.Matches(OnlyShapes(), icon.Value));
    }

    [GeneratedRegex("""^(<(path|circle|rect|ellipse)( [a-z-]+="[A-Za-z0-9 .,#-]*")+/>)+$""")]
    private static partial Regex OnlyShapes();
}
