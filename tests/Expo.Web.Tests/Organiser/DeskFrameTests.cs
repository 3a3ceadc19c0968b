using Bunit;
using Expo.Web.Organiser;
using Microsoft.AspNetCore.Components;

namespace Expo.Web.Tests.Organiser;

public sealed class DeskFrameTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_can_be_pressed_before_a_press_goes_somewhere(bool isInteractive)
    {
        using var browser = new BunitContext();
        browser.Renderer.SetRendererInfo(new RendererInfo(isInteractive ? "Server" : "Static", isInteractive));

        var desk = browser.Render<Desk>(desk => desk.AddChildContent("<button>End</button>"));

        Assert.Equal(!isInteractive, desk.Find("div.desk").HasAttribute("inert"));
        Assert.Equal("End", desk.Find("div.desk button").TextContent);
    }
}
