using System.ComponentModel.DataAnnotations;
using Bunit;
using Expo.Core;
using Expo.Web.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Rendering;

namespace Expo.Web.Tests.Ui;

public sealed class FieldTests
{
    private sealed class Form
    {
        [Required(ErrorMessage = "Enter your name.")]
        public string? Name { get; set; }
    }

    [Fact]
    public void Label_hint_and_control_belong_together()
    {
        using var browser = new BunitContext();

        var field = browser.Render(Page(new EditContext(new Form())));

        Assert.Equal("field-name", field.Find("label").GetAttribute("for"));
        Assert.Equal("field-name", field.Find("input").Id);
        Assert.Equal("field-name-hint", field.Find("input").GetAttribute("aria-describedby"));
        Assert.Equal("As on your badge", field.Find("#field-name-hint").TextContent);
        Assert.False(field.Find("input").HasAttribute("aria-invalid"));
    }

    [Fact]
    public void A_message_of_validation_is_said_at_the_field_and_linked_from_the_top()
    {
        using var browser = new BunitContext();
        var form = new EditContext(new Form());
        form.EnableDataAnnotationsValidation(browser.Services);
        form.Validate();

        var page = browser.Render(Page(form));

        Assert.Equal("true", page.Find("input").GetAttribute("aria-invalid"));
        Assert.Equal("field-name-hint field-name-message", page.Find("input").GetAttribute("aria-describedby"));
        Assert.Equal("Enter your name.", page.Find("#field-name-message").TextContent);
        Assert.Equal("/#field-name", page.Find("[role=alert] a").GetAttribute("href"));
    }

    [Fact]
    public void A_refusal_about_a_field_is_said_at_that_field()
    {
        using var browser = new BunitContext();

        var page = browser.Render(Page(new EditContext(new Form()), Refusal.Invalid("test.name", "That name is too long.", nameof(Form.Name))));

        Assert.Equal("That name is too long.", page.Find("#field-name-message").TextContent);
        Assert.Equal("That name is too long.", page.Find("[role=alert] a").TextContent);
    }

    [Fact]
    public void A_refusal_about_the_whole_form_stands_on_top_only()
    {
        using var browser = new BunitContext();

        var page = browser.Render(Page(new EditContext(new Form()), Refusal.Conflict("test.full", "All seats are taken.")));

        Assert.Equal("All seats are taken.", page.Find("[role=alert] p").TextContent);
        Assert.Empty(page.FindAll(".msg"));
    }

    [Fact]
    public void Without_anything_to_say_the_note_is_not_there()
    {
        using var browser = new BunitContext();

        Assert.Empty(browser.Render(Page(new EditContext(new Form()))).FindAll("[role=alert]"));
    }

    private static RenderFragment Page(EditContext form, Refusal? refusal = null) => builder =>
    {
        builder.OpenComponent<CascadingValue<EditContext>>(0);
        builder.AddComponentParameter(1, nameof(CascadingValue<>.Value), form);
        builder.AddComponentParameter(2, nameof(CascadingValue<>.ChildContent), (RenderFragment)(inner => Content(inner, (Form)form.Model, refusal)));
        builder.CloseComponent();
    };

    private static void Content(RenderTreeBuilder builder, Form model, Refusal? refusal)
    {
        builder.OpenComponent<RefusalNote>(0);
        builder.AddComponentParameter(1, nameof(RefusalNote.Refusal), refusal);
        builder.CloseComponent();
        builder.OpenComponent<Field>(2);
        builder.AddComponentParameter(3, nameof(Field.Label), "Full name");
        builder.AddComponentParameter(4, nameof(Field.Hint), "As on your badge");
        builder.AddComponentParameter(5, nameof(Field.For), (System.Linq.Expressions.Expression<Func<object?>>)(() => model.Name));
        builder.AddComponentParameter(6, nameof(Field.ChildContent), (RenderFragment<FieldControl>)(control => input =>
        {
            input.OpenElement(0, "input");
            input.AddMultipleAttributes(1, control.Attributes);
            input.CloseElement();
        }));
        builder.CloseComponent();
    }
}
